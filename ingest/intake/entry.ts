import type { RefusalCode } from '../../schemas/refusals.ts'
import { type Candidate, type Place, type Raw, rawOf, type SentLine, textOfLine } from '../candidate.ts'
import type { AcceptedFact, RefusedEvent } from '../events/accepted-fact.ts'
import { readEvent, type ReadingContext } from '../events/read-event.ts'

/** One event of a delivery after reading: a fact to store, or a refusal to keep. */
export type Entry = {
  readonly index: number
  readonly raw: () => Raw
  readonly place?: Place | undefined
} & ({ readonly fact: AcceptedFact } | { readonly refused: RefusedEvent })

/** Reads a candidate. It never throws for what was sent. */
export function toEntry(candidate: Candidate, context: Omit<ReadingContext, 'bytes'>): Entry {
  const { index, raw, place } = candidate
  if ('refusal' in candidate) {
    return { index, raw, place, refused: { refusal: candidate.refusal, id: null, project: null, kind: null } }
  }
  const reading = readEvent(candidate.value, { ...context, bytes: () => candidate.bytes ?? raw().bytes })
  if (!reading.ok) return { index, raw, place, refused: reading }
  const { fact } = reading
  return candidate.line === undefined
    ? { index, raw, place, fact }
    : new LineEntry(index, fact, candidate.line)
}

/** A fact of a line. It is one object with its line's place, since thousands wait for their block. */
class LineEntry implements SentLine {
  readonly index: number
  readonly fact: AcceptedFact
  readonly content: Buffer
  readonly start: number
  readonly end: number

  constructor(index: number, fact: AcceptedFact, { content, start, end }: SentLine) {
    this.index = index
    this.fact = fact
    this.content = content
    this.start = start
    this.end = end
  }

  raw(): Raw {
    return rawOf(textOfLine(this.index, this))
  }
}

/** The refusal of a fact that read well but cannot be stored. */
export function refuseFact(
  fact: AcceptedFact,
  code: RefusalCode,
  field: string | null,
  message: string,
): RefusedEvent {
  return { refusal: { code, field, message }, id: fact.id, project: fact.project, kind: fact.kind }
}

/** About how many bytes an entry holds in memory. */
export function sizeOf(entry: Entry): number {
  return 400 + ('fact' in entry ? entry.fact.end - entry.fact.start : 2 * entry.raw().text.length)
}
