import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvent } from '../../ingest/events/read-event.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import { makeEvent, NOW, planBaselined, projectDeclared, testsReported } from '../helpers/events.ts'

/** Every reading is a fact or one refusal out of the closed list, with a bounded message. */
function check(value: unknown): void {
  const reading = readEvent(value, { now: NOW, bytes: () => 0 })
  if (reading.ok) {
    expect(JSON.parse(reading.fact.payload)).toBeTypeOf('object')
    expect(reading.fact.identity).toMatch(/^\d{1,39}$/)
    return
  }
  expect(refusalCode.safeParse(reading.refusal.code).success).toBe(true)
  expect(reading.refusal.message.length).toBeLessThan(1500)
  expect((reading.refusal.field ?? '').length).toBeLessThan(1500)
}

const anything = fc.anything({
  key: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', 'data', 'id', 'toString'),
  ),
  values: [
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant('\ud800'),
    fc.constant('x'.repeat(100_000)),
  ],
  maxDepth: 8,
})
const asJson = (value: unknown): unknown => (JSON.parse(JSON.stringify([value])) as unknown[])[0]

const valid = fc.constantFrom(
  makeEvent('e'),
  makeEvent('e', testsReported()),
  makeEvent('e', projectDeclared()),
  makeEvent('e', planBaselined({})),
)

test('any JSON value is read or refused, never thrown for', () => {
  fc.assert(
    fc.property(anything, (value) => check(asJson(value))),
    { numRuns: 1000 },
  )
})

test('a valid event with anything put anywhere is read or refused, never thrown for', () => {
  const mutated = fc
    .record({
      event: valid,
      value: anything,
      choice: fc.nat(),
      key: fc.option(fc.string().filter((key) => key !== 'length')),
    })
    .map(({ event, value, choice, key }) => {
      const copy = structuredClone(event) as Record<string, unknown>
      const places = containers(copy)
      const place = places[choice % places.length]!
      const keys = Object.keys(place)
      place[key ?? keys[choice % Math.max(keys.length, 1)] ?? 'x'] = asJson(value)
      return copy
    })
  fc.assert(fc.property(mutated, check), { numRuns: 2000 })
})

function containers(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)]
}
