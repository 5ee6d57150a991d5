import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Candidate } from '../../ingest/candidate.ts'
import { readDelivery } from '../../ingest/http/read-delivery.ts'
import { makeEvent } from '../helpers/events.ts'
import { streamOf } from '../helpers/intake.ts'

const NDJSON = 'application/x-ndjson'

async function read(
  contentType: string | null,
  body: string | Uint8Array | null,
  contentEncoding: string | null = null,
  pieceBytes?: number,
) {
  const stream = body === null ? null : streamOf(body, pieceBytes)
  const delivery = await readDelivery({ contentType, contentEncoding, body: stream })
  if (!delivery.ok) return { candidates: [], failure: delivery.failure }
  const candidates: Candidate[] = []
  for await (const part of delivery.candidates) candidates.push(...part)
  return { candidates, failure: delivery.failure() }
}
const valueOf = (candidate: Candidate) =>
  'value' in candidate ? candidate.value : (JSON.parse(candidate.raw().text) as unknown)
const summary = (candidates: readonly Candidate[]) =>
  candidates.map((candidate) => [
    candidate.index,
    'refusal' in candidate ? candidate.refusal.code : valueOf(candidate),
  ])
const gzip = (text: string) => new Uint8Array(gzipSync(text))

test.each([
  ['application/json', '{"a":1}', [[0, { a: 1 }]]],
  ['application/cloudevents+json; charset=UTF-8', '\uFEFF{"a":1}', [[0, { a: 1 }]]],
  [
    'application/json',
    '[{"a":1},5,[]]',
    [
      [0, { a: 1 }],
      [1, 5],
      [2, []],
    ],
  ],
  ['application/cloudevents-batch+json', '[]', []],
  [
    NDJSON,
    '{"a":1}\r\n\n  \n{"b":"日本"}',
    [
      [0, { a: 1 }],
      [3, { b: '日本' }],
    ],
  ],
  [
    'application/jsonl',
    '\uFEFF1\nnot json\n{"a":1}\n',
    [
      [0, 1],
      [1, 'MALFORMED_JSON'],
      [2, { a: 1 }],
    ],
  ],
  ['application/ndjson', '{}\n', [[0, {}]]],
  ['application/cloudevents+ndjson', '{}', [[0, {}]]],
])('%s is read, cut anywhere, packed or not', async (type, body, expected) => {
  for (const pieceBytes of [1, 3, 1000]) {
    expect(await read(type, body, null, pieceBytes).then(({ candidates }) => summary(candidates))).toEqual(
      expected,
    )
    expect(
      await read(type, gzip(body), 'gzip', pieceBytes).then(({ candidates }) => summary(candidates)),
    ).toEqual(expected)
  }
})

test.each([
  [
    'no type',
    null,
    '{}',
    null,
    'UNSUPPORTED_MEDIA_TYPE',
    /must be one of application\/cloudevents\+json, .*got none/,
  ],
  ['another type', 'text/html', '{}', null, 'UNSUPPORTED_MEDIA_TYPE', /got text\/html/],
  [
    'another charset',
    'application/json; charset=shift_jis',
    '{}',
    null,
    'UNSUPPORTED_MEDIA_TYPE',
    /shift_jis/,
  ],
  ['a name of Object', 'constructor', '{}', null, 'UNSUPPORTED_MEDIA_TYPE', /constructor/],
  ['another encoding', 'application/json', '{}', 'br', 'UNSUPPORTED_ENCODING', /got br/],
  ['no gzip', 'application/json', '{}', 'gzip', 'BAD_GZIP', /Z_DATA_ERROR/],
  ['half a gzip', 'application/json', gzip('[1,2,3]').subarray(0, 20), 'gzip', 'BAD_GZIP', /Z_BUF_ERROR/],
  ['no body', 'application/json', null, null, 'EMPTY_BODY', /empty/],
  ['blanks', 'application/json', ' \n ', null, 'EMPTY_BODY', /empty/],
  ['blank lines', NDJSON, '\n\n \n', null, 'EMPTY_BODY', /no events/],
  ['no JSON', 'application/json', '{"a":', null, 'MALFORMED_BODY', /^the body is not JSON: /],
  [
    'an object as batch',
    'application/cloudevents-batch+json',
    '{}',
    null,
    'MALFORMED_BODY',
    /must be a JSON array/,
  ],
  ['no UTF-8', 'application/json', Uint8Array.of(0x22, 0xff, 0x22), null, 'INVALID_UTF8', /UTF-8/],
  ['8 MiB of JSON', 'application/json', `"${'x'.repeat(8_388_607)}"`, null, 'BODY_TOO_LARGE', /8388608/],
])('%s fails as a whole, by value', async (_, type, body, encoding, code, message) => {
  const { failure } = await read(type, body, encoding, 65_536)
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('a body that is no JSON comes with its head', async () => {
  const { failure } = await read('application/json', `{${'あ'.repeat(50_000)}`, null, 65_536)
  expect(failure?.raw?.bytes).toBe(150_001)
  expect(Buffer.byteLength(failure!.raw!.text)).toBeLessThanOrEqual(65_536)
  expect(failure!.raw!.text).not.toContain('\uFFFD')
})

test('a line over the limit is refused with its head, and its neighbours are read', async () => {
  const long = `{"x":"${'y'.repeat(1_048_576)}"}`
  for (const pieceBytes of [1000, 65_536, 10_000_000]) {
    const { candidates } = await read(NDJSON, `{"a":1}\n${long}\n{"b":2}`, null, pieceBytes)
    expect(summary(candidates)).toEqual([
      [0, { a: 1 }],
      [1, 'EVENT_TOO_LARGE'],
      [2, { b: 2 }],
    ])
    const raw = candidates[1]!.raw()
    expect(raw.bytes).toBe(long.length)
    expect(raw.text).toBe(long.slice(0, 65_536))
  }
})

test('a line at the limit is read', async () => {
  const line = `{"x":"${'y'.repeat(1_048_576 - 8)}"}`
  const { candidates } = await read(NDJSON, `${line}\r\n${line}`, null, 65_536)
  expect(candidates.map((candidate) => 'refusal' in candidate)).toEqual([false, false])
})

test("a line that is not UTF-8 is that line's refusal", async () => {
  const body = Buffer.concat([Buffer.from('{"a":1}\n"'), Buffer.of(0xe6, 0x97), Buffer.from('"\n{"b":2}')])
  const { candidates, failure } = await read(NDJSON, body)
  expect(summary(candidates)).toEqual([
    [0, { a: 1 }],
    [1, 'MALFORMED_JSON'],
    [2, { b: 2 }],
  ])
  expect(failure).toBeNull()
})

test('what came before a stream broke is read, and the break is told', async () => {
  const packed = gzip(
    Array.from({ length: 20_000 }, (_, i) => JSON.stringify(makeEvent(`e-${i}`))).join('\n'),
  )
  const { candidates, failure } = await read(NDJSON, packed.subarray(0, packed.length - 1000), 'gzip', 65_536)
  expect(candidates.length).toBeGreaterThan(1000)
  expect(failure?.code).toBe('BAD_GZIP')
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('socket closed')),
  })
  const delivery = await readDelivery({
    contentType: 'application/json',
    contentEncoding: null,
    body: broken,
  })
  expect(delivery).toMatchObject({
    ok: false,
    failure: { code: 'MALFORMED_BODY', message: 'the body broke off before its end' },
  })
})

test('a gzip bomb is stopped', async () => {
  const { failure } = await read(
    NDJSON,
    new Uint8Array(gzipSync(Buffer.alloc(64 * 1_048_576, '\n'))),
    'gzip',
    65_536,
  )
  expect(failure).toMatchObject({ code: 'BODY_TOO_LARGE' })
})

test("an element nested too deeply to be written out again keeps the body's head", async () => {
  const { candidates } = await read(
    'application/json',
    `[1,${'['.repeat(200_000)}${']'.repeat(200_000)}]`,
    null,
    65_536,
  )
  expect(candidates).toHaveLength(2)
  expect(candidates[1]!.raw().text.startsWith('[1,[[[')).toBe(true)
})
