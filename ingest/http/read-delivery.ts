import type { Candidate } from '../candidate.ts'
import { type BodyFailure, BodyFault } from './body-failure.ts'
import { decodedBody, readEncoding } from './decoded-body.ts'
import { readMediaType } from './media-type.ts'
import { readJson } from './read-json.ts'
import { readLines } from './read-lines.ts'

/** What of an HTTP request matters to the ingest. */
export interface DeliveryRequest {
  readonly contentType: string | null
  readonly contentEncoding: string | null
  readonly body: ReadableStream<Uint8Array> | null
}

export type Delivery =
  | {
      readonly ok: true
      readonly candidates: AsyncIterable<Iterable<Candidate>>
      /** After the candidates ended: why they ended early, or null when they are complete. */
      readonly failure: () => BodyFailure | null
    }
  | { readonly ok: false; readonly failure: BodyFailure }

/** Reads the events of a request. What is wrong with the body as a whole is a value; nothing is thrown for it. */
export async function readDelivery(request: DeliveryRequest): Promise<Delivery> {
  const form = readMediaType(request.contentType)
  if (typeof form !== 'string') return { ok: false, failure: form }
  const encoding = readEncoding(request.contentEncoding)
  if (typeof encoding !== 'string') return { ok: false, failure: encoding }
  if (request.body === null)
    return { ok: false, failure: { code: 'EMPTY_BODY', message: 'the body is empty' } }
  const pieces = decodedBody(request.body, encoding)
  if (form === 'lines') return untilFailure(readLines(pieces))
  try {
    const candidates = await readJson(pieces, form)
    return { ok: true, candidates: inOnePart(candidates), failure: () => null }
  } catch (error) {
    if (error instanceof BodyFault) return { ok: false, failure: error.failure }
    throw error
  }
}

async function* inOnePart(candidates: Iterable<Candidate>): AsyncGenerator<Iterable<Candidate>> {
  yield await Promise.resolve(candidates)
}

function untilFailure(candidates: AsyncIterable<Iterable<Candidate>>): Delivery & { ok: true } {
  let failure: BodyFailure | null = null
  async function* guarded(): AsyncGenerator<Iterable<Candidate>> {
    try {
      yield* candidates
    } catch (error) {
      if (!(error instanceof BodyFault)) throw error
      failure = error.failure
    }
  }
  return { ok: true, candidates: guarded(), failure: () => failure }
}
