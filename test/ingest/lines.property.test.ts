import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Candidate } from '../../ingest/candidate.ts'
import { readDelivery } from '../../ingest/http/read-delivery.ts'
import { toEntry } from '../../ingest/intake/entry.ts'
import { makeEvent, NOW } from '../helpers/events.ts'
import { streamOf } from '../helpers/intake.ts'

/** What the intake makes of a body that comes in pieces of a size. */
async function read(body: Uint8Array, pieceBytes: number) {
  const request = { contentType: 'application/x-ndjson', contentEncoding: null }
  const delivery = await readDelivery({ ...request, body: streamOf(body, pieceBytes) })
  if (!delivery.ok) return delivery.failure
  const told: unknown[] = []
  for await (const part of delivery.candidates) for (const candidate of part) told.push(tell(candidate))
  return { told, failure: delivery.failure() }
}

function tell(candidate: Candidate) {
  const entry = toEntry(candidate, { now: NOW })
  const { index } = candidate
  const raw = candidate.raw()
  const said = 'fact' in entry ? [entry.fact.row, entry.fact.identity, entry.fact.digest] : entry.refused
  expect(entry.raw()).toEqual(raw)
  return { index, raw, said }
}

const valid = fc
  .record({ id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), source: fc.webUrl() })
  .map(({ id, source }) => Buffer.from(JSON.stringify(makeEvent(id, { source }))))
const line = fc.oneof(
  valid,
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('', '\r', ' ', '\uFEFF', '{}', '1,2', '[3', '4]', '{"a":1},{"b":2}')
    .map((text) => Buffer.from(text)),
)
const body = fc
  .array(line, { maxLength: 12 })
  .chain((lines) =>
    fc
      .array(fc.constantFrom('\n', '\r\n', '\n\n'), { minLength: lines.length, maxLength: lines.length })
      .map((ends) => Buffer.concat(lines.flatMap((each, place) => [each, Buffer.from(ends[place] ?? '\n')]))),
  )

test('a body is read the same whatever pieces it comes in: whole lines together, or letter by letter', async () => {
  await fc.assert(
    fc.asyncProperty(body, fc.integer({ min: 2, max: 400 }), async (bytes, pieceBytes) => {
      const letters = await read(bytes, 1)
      expect(await read(bytes, Math.max(1, bytes.length))).toEqual(letters)
      expect(await read(bytes, pieceBytes)).toEqual(letters)
    }),
    { numRuns: 400 },
  )
})
