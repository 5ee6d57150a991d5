import { StringDecoder } from 'node:string_decoder'
import type { Refusal } from '../schemas/refusals.ts'

/** The head of what was sent, at most `MAX_RAW_BYTES`, and how long the whole was. */
export interface Raw {
  readonly text: string
  readonly bytes: number
}

/** One event as it came in, in its place in the delivery: parsed JSON, or why it could not be parsed. */
export type Candidate = {
  readonly index: number
  readonly raw: () => Raw
  /** Its size, or a bound of it, where that is known without looking. */
  readonly bytes?: number
  /** Set by a way in that may bring the same event again: refused, it is then kept once for its place. */
  readonly place?: Place
} & ({ readonly value: unknown } | { readonly refusal: Refusal })

/** Where exactly an event came from, the same at each delivery. */
export interface Place {
  readonly origin: string
  /** Among the events of this origin. */
  readonly position: number
  /** When it was there first, in milliseconds: the `received_at` of its entry in the quarantine. */
  readonly at: number
}

/** Events in order; several may come in one part, which is taken one by one so that each is read when it is its turn. */
export type Candidates = AsyncIterable<Candidate | Iterable<Candidate>> | Iterable<Candidate>

/** How much of a refused event is kept. */
export const MAX_RAW_BYTES = 65_536

/** The head of a text without a broken character at its end. */
export function rawOf(text: string): Raw {
  if (text.length * 3 <= MAX_RAW_BYTES) return { text, bytes: Buffer.byteLength(text) }
  const encoded = Buffer.from(text, 'utf8')
  return { text: headOf(encoded), bytes: encoded.length }
}

/** The head of encoded text without a broken character at its end. */
export function headOf(encoded: Buffer): string {
  return new StringDecoder('utf8').write(encoded.subarray(0, MAX_RAW_BYTES))
}
