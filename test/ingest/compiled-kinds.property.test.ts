import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { compiledKinds, compileKind } from '../../ingest/events/compiled-kinds.ts'
import { canonicalJson } from '../../ingest/events/digest.ts'
import { readEvent } from '../../ingest/events/read-event.ts'
import { type FactKind, factKinds, kinds } from '../../schemas/facts/index.ts'
import { makeEvent, NOW, planBaselined, projectDeclared, testsReported } from '../helpers/events.ts'

const date = fc.constantFrom('2026-03-01', '1990-01-01', '2199-12-31', '2026-02-30', '1989-12-31', 'x')
const instant = fc.constantFrom(
  '2026-03-01T00:00:00Z',
  '2026-03-01T09:00:00.123456+09:00',
  '2026-03-01T00:00:00',
  '2300-01-01T00:00:00Z',
)
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    'ut',
    'open',
    'major',
    'hours',
    'all',
    'passed',
    '',
    'x'.repeat(200),
    '😀'.repeat(200),
    '\u0007',
    '\ud800',
    'JP',
  ),
  fc.constantFrom(0, -0, 1, 1.5, -1, 1e9, 1e9 + 1, 1e13, 2e13, 0.1 + 0.2, 1e21, null, true, false),
  date,
  instant,
  fc.constantFrom([], {}, ['x'], [{}], { total: 1 }, { name: 'cloc' }),
)

/** Data of a kind that are near to valid: what the schema says, a value put somewhere, a field more or less. */
function nearlyValid(kind: FactKind): fc.Arbitrary<unknown> {
  const schema = kinds[kind].data as z.ZodType
  const sample = samples[kind] ?? {}
  const names = Object.keys((schema as z.ZodObject).shape)
  return fc
    .record({
      order: fc.infiniteStream(fc.nat(1000)),
      changes: fc.array(fc.tuple(fc.constantFrom(...names, 'x', '__proto__', 'constructor'), value), {
        maxLength: 2,
      }),
      without: fc.option(fc.constantFrom(...names), { freq: 4 }),
    })
    .map(({ order, changes, without }) => {
      const entries = [...Object.entries(sample), ...changes].filter(([name]) => name !== without)
      const turned = entries.map((entry) => ({ entry, rank: order.next().value as number }))
      turned.sort((a, b) => a.rank - b.rank)
      return JSON.parse(
        `{${turned.map(({ entry: [name, each] }) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join()}}`,
      ) as unknown
    })
}

const samples: Partial<Record<FactKind, Record<string, unknown>>> = {
  'project.declared': projectDeclared({ calendar: { holidays: ['2026-01-01'], hoursPerDay: 8 } }).data,
  'plan.baselined': planBaselined({ method: 'weighted-milestones', milestones: [{ weight: 1, id: 'm' }] })
    .data,
  'progress.reported': {
    workPackage: 'w',
    asOf: '2026-03-01',
    startedOn: '2026-01-01',
    finishedOn: '2026-02-01',
  },
  'cost.booked': {
    booking: 'b',
    workPackage: 'w',
    date: '2026-03-01',
    amount: 8,
    provenance: { tool: 't', line: 3 },
  },
  'size.measured': { component: 'c', asOf: '2026-03-01', ksloc: { total: 1 }, counter: { name: 'cloc' } },
  'tests.reported': testsReported().data,
  'testrun.finished': {
    run: 'r',
    suite: 's',
    finishedAt: '2026-03-01T00:00:00Z',
    total: 3,
    passed: 2,
    failed: 1,
  },
  'defect.reported': {
    defect: 'd',
    severity: 'major',
    status: 'open',
    phaseFound: 'ut',
    detectedAt: '2026-03-01T00:00:00Z',
    title: '日本語 "\\',
  },
  'coverage.measured': {
    phase: 'ut',
    asOf: '2026-03-01',
    lines: { covered: 8, total: 10 },
    branches: { covered: 0, total: 0 },
    tool: { name: 'JaCoCo' },
  },
  'review.held': { review: 'r', phase: 'p', date: '2026-03-01', effortHours: 1, findings: { major: 1 } },
  'hold.placed': { hold: 'h', office: 'QA', scope: { division: 'd' }, reason: 'r\n', placedBy: 'p' },
}

test.each(factKinds)(
  '%s: the compiled schema takes and gives out what the schema does, with sorted keys',
  (kind) => {
    const compiled = compiledKinds[kind]
    const taken = { count: 0 }
    fc.assert(
      fc.property(nearlyValid(kind), (data) => {
        const expected = kinds[kind].data.safeParse(data)
        const found = compiled.parse(data)
        expect(found.success).toBe(expected.success)
        if (!found.success || !expected.success) return
        taken.count++
        expect(found.data).toEqual(expected.data)
        expect(compiled.write(found.data)).toBe(canonicalJson(expected.data))
        if (compiled.keepsInput) expect(compiled.write(found.data)).toBe(canonicalJson(data))
      }),
      { numRuns: 500 },
    )
    if (samples[kind] !== undefined) expect(taken.count).toBeGreaterThan(20)
  },
)

test('only a schema that adds to what was sent does not keep its input, and every kind is sorted', () => {
  expect(factKinds.filter((kind) => !compiledKinds[kind].keepsInput)).toEqual(['project.declared'])
  for (const schema of [
    z.strictObject({ a: z.string().default('x') }),
    z.strictObject({ a: z.string().trim() }),
    z.strictObject({ a: z.coerce.number() }),
    z.strictObject({ a: z.string().transform((text) => text.length) }),
    z.object({ a: z.string() }),
    z.strictObject({ a: z.record(z.string(), z.unknown()) }),
  ]) {
    expect(compileKind(schema).keepsInput).toBe(false)
  }
  const unknown = compileKind(z.strictObject({ b: z.record(z.string(), z.unknown()), a: z.string() }))
  const parsed = unknown.parse({ b: { d: 1, c: 2 }, a: 'x' })
  expect(parsed.success && unknown.write(parsed.data)).toBe('{"a":"x","b":{"c":2,"d":1}}')
})

test('what an event says is read off its row as it was', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
    .filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each))
  const number = fc.integer({ min: Date.UTC(1990, 0, 1), max: NOW })
  fc.assert(
    fc.property(text, text, text, number, (id, source, booking, at) => {
      const data = { booking, workPackage: '\\t\\n\\N', date: '2026-03-01', amount: 1e-7 }
      const reading = readEvent(makeEvent(id, { source, time: new Date(at).toISOString(), data }), {
        now: NOW,
        bytes: () => 0,
      })
      // Getters of the class: compared one by one.
      expect(reading.ok && reading.fact).toMatchObject({
        id,
        source,
        project: 'payroll',
        key: encodeURIComponent(booking),
        occurredAt: at,
        payload: canonicalJson(data),
        retracted: false,
      })
      expect(reading.ok && reading.fact.row).toMatch(/^[^\n\r\0]+\n$/)
    }),
  )
})
