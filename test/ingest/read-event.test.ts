import { expect, test } from 'vitest'
import { readEvent } from '../../ingest/events/read-event.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import { holdPlaced, makeEvent, NOW, projectDeclared } from '../helpers/events.ts'
import { refusalCases } from './refusal-cases.ts'

const read = (value: unknown, bytes = 100) => readEvent(value, { now: NOW, bytes: () => bytes })
const refusal = (value: unknown, bytes?: number) => {
  const reading = read(value, bytes)
  if (reading.ok) throw new Error('expected a refusal')
  return reading.refusal
}
const cost = (changes: Record<string, unknown>) =>
  makeEvent('e', { data: { booking: 'b', workPackage: 'w', date: '2026-03-01', amount: 1, ...changes } })

test.each(refusalCases)(
  '%s is refused with its own code, field and sentence',
  (_, value, code, field, message) => {
    const found = refusal(value)
    expect(found).toMatchObject({ code, field })
    expect(found.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  },
)

test('every code of the closed list is shown above or where the ingest meets it', () => {
  const elsewhere = ['MALFORMED_JSON', 'EVENT_TOO_LARGE', 'ID_REUSED']
  // By access control (test/api/auth-*.test.ts), and what a collector tells (test/cli/collect-*.test.ts).
  elsewhere.push('NOT_PERMITTED', 'PRINCIPAL_REQUIRED', 'REPORT_REFUSED')
  const shown = new Set([...refusalCases.map(([, , code]) => code), ...elsewhere])
  expect([...shown].sort()).toEqual([...refusalCode.options].sort())
})

test('an event over the limit is refused by size', () => {
  expect(refusal(makeEvent('e'), 1_048_577)).toEqual({
    code: 'EVENT_TOO_LARGE',
    field: null,
    message: 'an event must have at most 1048576 bytes, got 1048577',
  })
})

test('a message repeats no more than 80 characters of what was sent', () => {
  const long = '秘'.repeat(5000)
  for (const event of [
    makeEvent('e', { subject: long }),
    makeEvent('e', { type: long.slice(0, 199) }),
    cost({ [long]: 1 }),
    cost({ date: long }),
  ]) {
    expect(refusal(event).message.match(/秘/g)!.length).toBeLessThanOrEqual(80)
  }
})

test('what is valid is taken: its key, its instant, its defaults', () => {
  const reading = read(
    makeEvent('e', {
      ...projectDeclared({ retracted: true }),
      time: '2026-04-01T12:05:00Z',
      traceparent: 'x',
    }),
  )
  expect(reading).toMatchObject({
    ok: true,
    fact: { kind: 'project.declared', key: '', occurredAt: NOW + 300_000, retracted: true },
  })
  expect(reading.ok && JSON.parse(reading.fact.payload)).toMatchObject({ timeZone: 'Asia/Tokyo' })
})

test('an order is taken only when the caller says that it comes from its own route', () => {
  const event = makeEvent('e', holdPlaced('division:公共'))
  expect(readEvent(event, { now: NOW, bytes: () => 0, allowOrders: true })).toMatchObject({
    ok: true,
    fact: { project: 'division:公共' },
  })
})

test('the digest is of the content: order of keys, way of writing the instant and extensions do not matter, values do', () => {
  const digest = (event: unknown) => {
    const reading = read(event)
    return reading.ok && reading.fact.digest
  }
  const event = makeEvent('e')
  const turned = Object.fromEntries(Object.entries(event.data).reverse())
  expect(digest({ ...event, data: turned, time: '2026-03-01T00:00:00.000Z', extension: 1 })).toBe(
    digest(event),
  )
  expect(digest({ ...event, data: { ...event.data, amount: 9 } })).not.toBe(digest(event))
  expect(digest({ ...event, time: '2026-03-01T00:00:00.001Z' })).not.toBe(digest(event))
  expect(digest({ ...event, subject: 'other' })).not.toBe(digest(event))
})
