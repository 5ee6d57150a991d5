import { StringDecoder } from 'node:string_decoder'
import type { Refusal } from '../schemas/refusals.ts'

/** The head of what was sent, at most `MAX_RAW_BYTES`, and how long the whole was. */
export interface Raw {
  readonly text: string
  readonly bytes: number
}

/** One event as it came in, in its place in the delivery: its text, parsed JSON, or why it could not be parsed. */
export type Candidate = SentEvent | ReadCandidate

export type ReadCandidate = {
  readonly index: number
  readonly raw: () => Raw
  /** Its size, or a bound of it, where that is known without looking. */
  readonly bytes?: number
  /** Set by a way in that may bring the same event again: refused, it is then kept once for its place. */
  readonly place?: Place
} & ({ readonly value: unknown } | { readonly refusal: Refusal })

/** Where a text lies in the bytes that came. */
export interface SentText {
  readonly content: Buffer
  readonly start: number
  readonly end: number
}

/** An event that is alone in its text, which is UTF-8, within the limit of size and begins with a brace; it is parsed when it is its turn. */
export interface SentEvent extends SentText {
  readonly index: number
  raw(): Raw
  readonly place?: Place
}

const MARK = '\uFEFF'

/** The text of the line at a place of a body, without what is no part of the event: the mark at its start, a carriage return. */
export function textOfLine(index: number, { content, start, end }: SentText): string {
  const line = content.toString('utf8', start, end)
  const isMarked = index === 0 && line.startsWith(MARK)
  const isEnded = line.endsWith('\r')
  return isMarked || isEnded ? line.slice(isMarked ? 1 : 0, isEnded ? -1 : undefined) : line
}

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
