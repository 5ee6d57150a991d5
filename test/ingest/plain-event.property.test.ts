import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EnvelopeHeads } from '../../ingest/events/envelope-heads.ts'
import { readEvent, readPlainEvent } from '../../ingest/events/read-event.ts'
import { makeEvent, NOW, projectDeclared, testsReported } from '../helpers/events.ts'

const MEMBERS = ['specversion', 'type', 'source', 'id', 'subject', 'time', 'datacontenttype', 'data'] as const
const samples = [
  makeEvent('e').data,
  { ...makeEvent('e').data, unit: '円 \\ "quoted"' },
  { ...makeEvent('e').data, amount: 1e21 },
  { ...makeEvent('e').data, provenance: { tool: 't', line: 3 } },
  testsReported().data,
  projectDeclared().data,
  {},
  [],
  null,
]

/** Values as JSON text, for each member some that are taken, some that are not, and some that are only written oddly. */
const texts: Record<(typeof MEMBERS)[number] | 'extension', readonly string[]> = {
  specversion: ['"1.0"', '"1.0"', '"0.3"', '1.0', '"1\\u002e0"'],
  type: [
    '"dev.kanmon.cost.booked.v1"',
    '"dev.kanmon.tests.reported.v1"',
    '"dev.kanmon.project.declared.v1"',
    '"dev.kanmon.hold.placed.v1"',
    '"dev.kanmon.cost.booked.v2"',
    '"dev.kanmon.cost.booked.v01"',
    '"dev.kanmon.report.refused.v1"',
    '"dev.cdevents.ticket.created.0.1.0"',
    '""',
  ],
  source: [
    '"urn:a"',
    '"urn:b"',
    '"日本"',
    `"${'s'.repeat(500)}"`,
    `"${'s'.repeat(501)}"`,
    '""',
    '"a\u007f"',
    '7',
  ],
  id: ['"e-1"', `"${'i'.repeat(200)}"`, `"${'i'.repeat(201)}"`, '""', '"é"', '"a\\n"', '"a\u0001"', '"\\"'],
  subject: ['"payroll"', '"a-1"', '"Payroll"', '"division:a"', '"division:品質"', '"-a"', 'null'],
  time: [
    '2026-03-01T09:00:00Z',
    '2026-03-01T09:00:00.123Z',
    '2026-03-01T09:00:00.1234Z',
    '2026-03-01T09:00:00+09:00',
    '2026-03-01T09:00:00.999-11:30',
    '2026-03-01T09:00:00-00:00',
    '2026-03-01T23:59:59+23:59',
    '2026-03-01T09:00:00+24:00',
    '2026-03-01T09:00:00+0900',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:00:60Z',
    '2026-03-01T09:00Z',
    '2026-03-01t09:00:00z',
    '2026-03-01 09:00:00Z',
    '2026-02-29T00:00:00Z',
    '2024-02-29T00:00:00Z',
    '2026-04-01T12:05:00Z',
    '2026-04-01T12:05:00.001Z',
    '1990-01-01T00:00:00Z',
    '1990-01-01T00:00:00+00:01',
    '1989-12-31T23:59:59Z',
    '2199-12-31T00:00:00Z',
    '2026-03-01T09:00:00',
    '2026-03-01T09:00:00.Z',
    '2026-03-01T09:00:00.12:Z',
  ].map((time) => `"${time}"`),
  datacontenttype: ['"application/json"', '"text/plain"', '""'],
  data: samples.map((each) => JSON.stringify(each)),
  extension: ['"00-ab"', '1', '{}'],
}
const NAMES: Record<keyof typeof texts, readonly string[]> = {
  ...(Object.fromEntries(MEMBERS.map((name) => [name, [name]])) as Record<keyof typeof texts, string[]>),
  extension: ['traceparent', '__proto__', 'dataschema', 'da\\u0074a'],
}

const member = (name: keyof typeof texts, isUsual: boolean) =>
  fc.tuple(
    fc.constantFrom(...NAMES[name]),
    isUsual ? fc.constant(texts[name][0]!) : fc.constantFrom(...texts[name]),
  )

const seldom = <T, U>(odd: fc.Arbitrary<T>, usual: U) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd })

/** The text of an event: nearly all as usual, in any order, with something odd about it now and then. */
const text = fc
  .record({
    odd: fc.constantFrom<(keyof typeof texts)[]>(
      [],
      ...MEMBERS.map((name) => [name]),
      ['id', 'time'],
      ['data', 'type'],
    ),
    twice: seldom(fc.constantFrom<keyof typeof texts>(...MEMBERS, 'extension'), null),
    without: seldom(fc.constantFrom(...MEMBERS), 'datacontenttype' as const),
    isShuffled: seldom(fc.constant(true), false),
    seed: fc.integer(),
    colon: seldom(fc.constantFrom(' : ', ':\t', '', '='), ': '),
    comma: seldom(fc.constantFrom(', ', ' , ', ',\n', ',,', ''), ','),
    end: seldom(fc.constantFrom(' }', '}\r', '} ', '', '}}', ',"a":{}}', ',"id":"e-2"}'), '}'),
  })
  .chain(({ odd, twice, without, isShuffled, seed, colon, comma, end }) => {
    const names = MEMBERS.filter((name) => name !== without)
    const found = fc.tuple(
      ...[...names, ...(twice === null ? [] : [twice])].map((name) =>
        member(name, !odd.includes(name as never)),
      ),
    )
    return found.map((members) => {
      const turned = isShuffled ? shuffled(members, seed) : members
      return `{${turned.map(([name, value]) => `"${name}"${colon}${value}`).join(comma)}${end}`
    })
  })

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, place) => ({ item, rank: Math.imul(seed ^ place, 0x9e3779b1) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** The long way: the whole text as JSON, the envelope by its schema. */
function readWhole(json: string) {
  try {
    const reading = readEvent(JSON.parse(json), { now: NOW, bytes: () => json.length })
    return reading.ok ? reading.fact : null
  } catch {
    return null
  }
}

test('an event read by the short way is the event that the long way reads', () => {
  const heads = new EnvelopeHeads()
  const taken = { short: 0, long: 0 }
  fc.assert(
    fc.property(text, fc.nat(3), (json, before) => {
      const content = Buffer.from(`${' '.repeat(before)}${json}\n"}`)
      const sent = { content, start: before, end: before + Buffer.byteLength(json) }
      const fact = readPlainEvent(sent, { now: NOW, heads })
      const expected = readWhole(json)
      if (expected !== null) taken.long++
      if (fact === null) return
      taken.short++
      expect(expected).not.toBeNull()
      expect([fact.kind, fact.row, fact.identity]).toEqual([
        expected!.kind,
        expected!.row,
        expected!.identity,
      ])
    }),
    { numRuns: 10_000 },
  )
  // Else the property would say nothing.
  expect(taken.short).toBeGreaterThan(1000)
  expect(taken.short).toBeGreaterThan(0.5 * taken.long)
})

test('the usual forms of an event take the short way', () => {
  const heads = new EnvelopeHeads()
  const usual = makeEvent('e-1')
  const { data, ...attributes } = usual
  for (const json of [
    JSON.stringify(usual),
    JSON.stringify({ ...attributes, datacontenttype: 'application/json', data }),
    JSON.stringify({ ...usual, time: '2026-03-01T00:00:00.500Z' }),
    JSON.stringify(usual).replaceAll('":', '": ').replaceAll(',"', ', "'),
  ]) {
    const content = Buffer.from(json)
    expect(readPlainEvent({ content, start: 0, end: content.length }, { now: NOW, heads })).not.toBeNull()
  }
})

test('what its sender may not send is left to the long way, which says why', () => {
  const content = Buffer.from(JSON.stringify(makeEvent('e-1')))
  const admit = () => ({ code: 'RESERVED_KIND', field: null, message: 'no' }) as const
  const context = { now: NOW, heads: new EnvelopeHeads(), admit }
  expect(readPlainEvent({ content, start: 0, end: content.length }, context)).toBeNull()
})
