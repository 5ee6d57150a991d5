import { expect, test } from 'vitest'
import { readEvent } from '../../ingest/events/read-event.ts'
import {
  holdPlaced,
  makeEvent,
  NOW,
  planBaselined,
  projectDeclared,
  testsReported,
} from '../helpers/events.ts'

const read = (value: unknown, bytes = 100) => readEvent(value, { now: NOW, bytes: () => bytes })
const refusal = (value: unknown, bytes?: number) => {
  const reading = read(value, bytes)
  if (reading.ok) throw new Error('expected a refusal')
  return reading.refusal
}
const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as unknown
const cost = (changes: Record<string, unknown>) =>
  makeEvent('e', { data: { booking: 'b', workPackage: 'w', date: '2026-03-01', amount: 1, ...changes } })
const without = (name: string) => {
  const event: Record<string, unknown> = makeEvent('e')
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== name))
}

const cases: [string, unknown, string, string | null, string | RegExp][] = [
  ['a number', 5, 'NOT_AN_OBJECT', null, 'an event must be a JSON object, got 5'],
  ['null', null, 'NOT_AN_OBJECT', null, 'an event must be a JSON object, got null'],
  ['an array', [], 'NOT_AN_OBJECT', null, 'an event must be a JSON object, got an array'],
  ['100,000 levels', nested(100_000), 'TOO_DEEP', null, 'an event must not be nested deeper than 16 levels'],
  ['no id', without('id'), 'MISSING_FIELD', 'id', 'id is missing'],
  ['no data', without('data'), 'MISSING_FIELD', 'data', 'data is missing'],
  ['no time', without('time'), 'MISSING_FIELD', 'time', 'time is missing'],
  ['an empty id', makeEvent('', {}), 'TOO_SHORT', 'id', 'id must have at least 1 character, got 0'],
  ['a long id', makeEvent('x'.repeat(201)), 'TOO_LONG', 'id', 'id must have at most 200 characters, got 201'],
  [
    'a line break',
    makeEvent('a\nb'),
    'CONTROL_CHARACTER',
    'id',
    'id: must not contain control characters or line breaks',
  ],
  ['a lone surrogate', makeEvent('\ud800'), 'CONTROL_CHARACTER', 'id', /^id: must not contain control/],
  [
    'an old spec',
    makeEvent('e', { specversion: '0.3' }),
    'VALUE_NOT_ALLOWED',
    'specversion',
    'specversion must be "1.0", got "0.3"',
  ],
  ['data as text', makeEvent('e', { data: 'x' }), 'WRONG_TYPE', 'data', 'data must be an object, got "x"'],
  [
    'data as array',
    makeEvent('e', { data: [] }),
    'WRONG_TYPE',
    'data',
    'data must be an object, got an array',
  ],
  [
    'a bad subject',
    makeEvent('e', { subject: "'; DROP TABLE x" }),
    'INVALID_FORMAT',
    'subject',
    /^subject must be a project id .*, got "'; DROP TABLE x"$/,
  ],
  [
    'an unknown kind',
    makeEvent('e', { type: 'dev.kanmon.cake.baked.v1' }),
    'UNKNOWN_KIND',
    'type',
    /"dev.kanmon.cake.baked.v1" is not known; .*GET \/v1\/schemas/,
  ],
  [
    'a kind of Object',
    makeEvent('e', { type: 'dev.kanmon.constructor.v1' }),
    'UNKNOWN_KIND',
    'type',
    /is not known/,
  ],
  [
    'version 0',
    makeEvent('e', { type: 'dev.kanmon.cost.booked.v0' }),
    'UNKNOWN_KIND',
    'type',
    /is not known/,
  ],
  [
    'a newer version',
    makeEvent('e', { type: 'dev.kanmon.cost.booked.v2' }),
    'NEWER_VERSION',
    'type',
    'type "dev.kanmon.cost.booked.v2" is newer than this kanmon, which takes cost.booked up to v1',
  ],
  ['an order', makeEvent('e', holdPlaced()), 'RESERVED_KIND', 'type', /POST \/v1\/holds/],
  [
    'a wide cost',
    makeEvent('e', { subject: 'division:D' }),
    'SUBJECT_NOT_ALLOWED',
    'subject',
    'subject must be a project for cost.booked, got "division:D"',
  ],
  [
    'a future',
    makeEvent('e', { time: '2026-04-01T12:05:00.001Z' }),
    'TIME_IN_FUTURE',
    'time',
    /^time must be at most 5 minutes ahead of .*2026-04-01T12:00:00.000Z, got/,
  ],
  [
    'the year 3000',
    makeEvent('e', { time: '3000-01-01T00:00:00Z' }),
    'TIME_IN_FUTURE',
    'time',
    /2199-12-31, got "3000/,
  ],
  [
    '1989 in UTC',
    makeEvent('e', { time: '1990-01-01T00:00:00+09:00' }),
    'TIME_TOO_OLD',
    'time',
    /^time must not be before 1990/,
  ],
  ['1970', makeEvent('e', { time: '1970-01-01T00:00:00Z' }), 'TIME_TOO_OLD', 'time', /1990-01-01/],
  [
    'a local time',
    makeEvent('e', { time: '2026-03-01T09:00:00' }),
    'INVALID_FORMAT',
    'time',
    'time must be an RFC 3339 instant with seconds and an offset, such as 2026-04-01T09:00:00+09:00, got "2026-03-01T09:00:00"',
  ],
  [
    '30 February',
    cost({ date: '2026-02-30' }),
    'INVALID_FORMAT',
    'data.date',
    'data.date must be a date YYYY-MM-DD, got "2026-02-30"',
  ],
  [
    'a date of 1980',
    cost({ date: '1980-02-01' }),
    'OUT_OF_RANGE',
    'data.date',
    'data.date must be between 1990-01-01 and 2199-12-31, got "1980-02-01"',
  ],
  [
    'a misspelt field',
    cost({ amuont: 5 }),
    'UNKNOWN_FIELD',
    'data.amuont',
    'data.amuont is not a known field; did you mean amount?',
  ],
  [
    'a proto field',
    makeEvent('e', {
      data: JSON.parse('{"booking":"b","workPackage":"w","date":"2026-03-01","amount":1,"__proto__":{}}'),
    }),
    'UNKNOWN_FIELD',
    'data.__proto__',
    'data.__proto__ is not a known field',
  ],
  ['null', cost({ amount: null }), 'WRONG_TYPE', 'data.amount', 'data.amount must be a number, got null'],
  [
    'a number as text',
    cost({ amount: '5' }),
    'WRONG_TYPE',
    'data.amount',
    'data.amount must be a number, got "5"',
  ],
  [
    '1e309',
    cost({ amount: JSON.parse('1e309') }),
    'OUT_OF_RANGE',
    'data.amount',
    'data.amount must be a finite number, got Infinity',
  ],
  [
    '5e9',
    makeEvent('e', testsReported({ executed: 5e9 })),
    'OUT_OF_RANGE',
    'data.executed',
    'data.executed must be at most 1000000000, got 5000000000',
  ],
  [
    '-1',
    makeEvent('e', testsReported({ executed: -1 })),
    'OUT_OF_RANGE',
    'data.executed',
    'data.executed must be at least 0, got -1',
  ],
  [
    '1.5',
    makeEvent('e', testsReported({ executed: 1.5 })),
    'WRONG_TYPE',
    'data.executed',
    'data.executed must be a whole number, got 1.5',
  ],
  [
    'a contradiction',
    makeEvent('e', testsReported({ passed: 60 })),
    'INCONSISTENT',
    'data.executed',
    'data.executed: passed + failed must not exceed executed',
  ],
  [
    'a bad method',
    makeEvent('e', planBaselined({ method: 'magic' })),
    'VALUE_NOT_ALLOWED',
    'data.workPackages[0].method',
    /^data.workPackages\[0\].method must be one of "0-100", .*, got "magic"$/,
  ],
  [
    'a big budget',
    makeEvent('e', planBaselined({ budget: 1e14 })),
    'OUT_OF_RANGE',
    'data.workPackages[0].budget',
    'data.workPackages[0].budget must be at most 10000000000000, got 100000000000000',
  ],
  [
    'no work packages',
    makeEvent('e', {
      type: 'dev.kanmon.plan.baselined.v1',
      data: { revision: 1, validFrom: '2026-01-01', reason: 'r', workPackages: [] },
    }),
    'TOO_SHORT',
    'data.workPackages',
    'data.workPackages must have at least 1 element, got 0',
  ],
  [
    'a bad unit of cost',
    makeEvent('e', projectDeclared({ costUnit: 'yen' })),
    'VALUE_NOT_ALLOWED',
    'data.costUnit',
    'data.costUnit must be hours or an ISO 4217 code, got "yen"',
  ],
  [
    'holidays as number',
    makeEvent('e', projectDeclared({ calendar: { holidays: 5 } })),
    'WRONG_TYPE',
    'data.calendar.holidays',
    'data.calendar.holidays must have another type or be "JP", got 5',
  ],
  [
    'a bad holiday',
    makeEvent('e', projectDeclared({ calendar: { holidays: ['x'] } })),
    'INVALID_FORMAT',
    'data.calendar.holidays[0]',
    'data.calendar.holidays[0] must be a date YYYY-MM-DD, got "x"',
  ],
  [
    'a time zone',
    makeEvent('e', projectDeclared({ timeZone: 'Mars/Base' })),
    'INVALID_FORMAT',
    'data.timeZone',
    'data.timeZone must be an IANA time zone such as Asia/Tokyo, got "Mars/Base"',
  ],
]

test.each(cases)('%s is refused with its own code, field and sentence', (_, value, code, field, message) => {
  const found = refusal(value)
  expect(found).toMatchObject({ code, field })
  expect(found.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
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
