import { expect, test } from 'vitest'
import { readChunk } from '../../../ingest/kafka/read-chunk.ts'
import { MAX_EVENTS_A_MESSAGE, readMessage } from '../../../ingest/kafka/read-message.ts'
import { toEntry } from '../../../ingest/intake/entry.ts'
import { makeEvent, NOW } from '../../helpers/events.ts'

const message = (value: string | Buffer | null, headers?: Record<string, Buffer>, offset = 0) => ({
  key: null,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  timestamp: String(NOW - 1000),
  offset: String(offset),
  headers,
})
const type = (contentType: string) => ({ 'content-type': Buffer.from(contentType) })
const event = JSON.stringify(makeEvent('e-1'))
/** Of a message that is not one event alone. */
const several = (...args: Parameters<typeof message>) => {
  const read = readMessage(message(...args))
  if (Buffer.isBuffer(read)) throw new Error('one event alone')
  return read
}
const refusalOf = (...args: Parameters<typeof message>) => {
  const source = { topic: 't', partition: 0, messages: [message(...args)], from: 0, rows: 1, now: NOW }
  const [only, ...rest] = readChunk(source).candidates()
  expect(rest).toEqual([])
  const entry = toEntry(only!, { now: NOW })
  return 'refused' in entry ? entry.refused.refusal : null
}

test('one structured event a message, whatever of the JSON types the header names', () => {
  for (const headers of [
    undefined,
    type('application/cloudevents+json'),
    type('application/json; charset=UTF-8'),
  ]) {
    expect(readMessage(message(event, headers))).toEqual(Buffer.from(event))
    expect(refusalOf(event, headers)).toBeNull()
  }
})

test('a JSON array and NDJSON hold several, each at its place', () => {
  const batch = several(`[${event},1,${event}]`, type('application/cloudevents-batch+json'))
  expect(batch.map(({ position }) => position)).toEqual([0, 1, 2])
  const lines = several(`${event}\n\nnot json\n${event}\n`, type('application/x-ndjson'))
  expect(lines.map((each) => [each.position, 'refusal' in each])).toEqual([
    [0, false],
    [2, true],
    [3, false],
  ])
})

test.each([
  ['a tombstone', null, undefined, 'MALFORMED_JSON', /tombstone/],
  ['an empty value', '', undefined, 'MALFORMED_JSON', /is empty/],
  ['no whole JSON', '{"id":', undefined, 'MALFORMED_JSON', /is not JSON/],
  ['no JSON', 'hello', undefined, 'MALFORMED_JSON', /is not JSON/],
  ['two events in a row without a header', `${event}\n${event}`, undefined, 'MALFORMED_JSON', /is not JSON/],
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), undefined, 'MALFORMED_JSON', /UTF-8/],
  ['10 MB', Buffer.alloc(10_000_000, 0x61), undefined, 'EVENT_TOO_LARGE', /10000000/],
  ['a batch of 10 MB', Buffer.alloc(10_000_000, 0x5b), undefined, 'EVENT_TOO_LARGE', /10000000/],
  ['an empty batch', '[]', undefined, 'NOT_AN_OBJECT', /empty batch/],
  ['binary mode', '{}', { ce_specversion: Buffer.from('1.0') }, 'INVALID_FORMAT', /binary mode/],
  ['Avro', event, type('application/avro'), 'INVALID_FORMAT', /content-type application\/avro/],
] as const)('%s is refused with its reason', (_name, value, headers, code, reason) => {
  const refusal = refusalOf(value, headers)
  expect(refusal).toMatchObject({ code, field: null })
  expect(refusal!.message).toMatch(reason)
})

test('a message with too many events is one refusal', () => {
  expect(refusalOf(`[${'1,'.repeat(MAX_EVENTS_A_MESSAGE)}1]`)).toMatchObject({ code: 'TOO_LONG' })
  expect(refusalOf('1\n'.repeat(MAX_EVENTS_A_MESSAGE + 1), type('application/x-ndjson'))).toMatchObject({
    code: 'TOO_LONG',
  })
})

test('a nest too deep to be written as JSON again is kept by the head of its message', () => {
  const deep = `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`
  const [only] = several(deep)
  expect(only!.raw().bytes).toBe(deep.length)
})

test('a chunk ends at the end of a message once it has enough rows, and says how far it went', () => {
  const messages = [message(event), message(`[${event},${event}]`, {}, 1), message(event, {}, 2)]
  const source = { topic: 't', partition: 3, messages, rows: 2, now: NOW }
  const first = readChunk({ ...source, from: 0 })
  expect(Array.from(first.candidates(), ({ index, place }) => [index, place.origin, place.position])).toEqual(
    [
      [0, 'kafka:t:3:0', 0],
      [1, 'kafka:t:3:1', 0],
      [2, 'kafka:t:3:1', 1],
    ],
  )
  expect(first.messagesRead()).toBe(2)
  const second = readChunk({ ...source, from: 2 })
  expect(Array.from(second.candidates(), ({ place }) => place)).toEqual([
    { origin: 'kafka:t:3:2', position: 0, at: NOW - 1000 },
  ])
  expect([second.messagesRead(), second.origin]).toEqual([1, 'kafka:t:3:2'])
})

test('a stamp of the future or of no time at all is replaced by the present', () => {
  for (const timestamp of [NOW + 1, -1, 0].map(String)) {
    const source = { topic: 't', partition: 0, messages: [{ ...message(event), timestamp }], from: 0 }
    const [candidate] = readChunk({ ...source, rows: 1, now: NOW }).candidates()
    expect(candidate!.place.at).toBe(NOW)
  }
})
