import type { Refusal, RefusalCode } from '../../schemas/refusals.ts'
import type { Candidate, Place, Raw, SentEvent } from '../candidate.ts'
import type { AcceptedFact, RefusedEvent } from '../events/accepted-fact.ts'
import { malformedJson } from '../events/malformed-json.ts'
import { readEvent, readPlainEvent, type ReadingContext } from '../events/read-event.ts'

/** One event of a delivery after reading: a fact to store, or a refusal to keep. */
export type Entry = {
  readonly index: number
  readonly raw: () => Raw
  readonly place?: Place | undefined
} & ({ readonly fact: AcceptedFact } | { readonly refused: RefusedEvent })

/** Reads a candidate. It never throws for what was sent. */
export function toEntry(candidate: Candidate, context: Omit<ReadingContext, 'bytes'>): Entry {
  if ('content' in candidate) return toLineEntry(candidate, context)
  const { index, raw, place } = candidate
  if ('refusal' in candidate) return { index, raw, place, refused: unread(candidate.refusal) }
  const reading = readEvent(candidate.value, { ...context, bytes: () => candidate.bytes ?? raw().bytes })
  return reading.ok ? { index, raw, place, fact: reading.fact } : { index, raw, place, refused: reading }
}

function toLineEntry(sent: SentEvent, context: Omit<ReadingContext, 'bytes'>): Entry {
  const reading = readText(sent, context)
  if ('refused' in reading) {
    const { index, place } = sent
    return { index, raw: () => sent.raw(), place, refused: reading.refused }
  }
  return new SentFact(sent, reading)
}

/** The same by the short way where that is open, and else by the long one. */
function readText(
  sent: SentEvent,
  context: Omit<ReadingContext, 'bytes'>,
): AcceptedFact | { refused: RefusedEvent } {
  const fact = readPlainEvent(sent, context)
  if (fact !== null) return fact
  try {
    const value = JSON.parse(sent.content.toString('utf8', sent.start, sent.end)) as unknown
    const reading = readEvent(value, { ...context, bytes: () => sent.end - sent.start })
    return reading.ok ? reading.fact : { refused: reading }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { refused: unread(malformedJson(error)) }
  }
}

const unread = (refusal: Refusal): RefusedEvent => ({ refusal, id: null, project: null, kind: null })

/** A fact with the text it was read from. Thousands wait for their block, so what it says is looked up when asked for. */
class SentFact {
  readonly sent: SentEvent
  readonly fact: AcceptedFact

  constructor(sent: SentEvent, fact: AcceptedFact) {
    this.sent = sent
    this.fact = fact
  }

  get index(): number {
    return this.sent.index
  }

  get place(): Place | undefined {
    return this.sent.place
  }

  raw(): Raw {
    return this.sent.raw()
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
