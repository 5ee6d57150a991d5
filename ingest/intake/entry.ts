import type { RefusalCode } from '../../schemas/refusals.ts'
import type { Candidate, Place, Raw } from '../candidate.ts'
import type { AcceptedFact, RefusedEvent } from '../events/accepted-fact.ts'
import { readEvent } from '../events/read-event.ts'

/** One event of a delivery after reading: a fact to store, or a refusal to keep. */
export type Entry = {
  readonly index: number
  readonly raw: () => Raw
  readonly place?: Place | undefined
} & ({ readonly fact: AcceptedFact } | { readonly refused: RefusedEvent })

/** Reads a candidate. It never throws for what was sent. */
export function toEntry(candidate: Candidate, now: number): Entry {
  const { index, raw, place } = candidate
  if ('refusal' in candidate) {
    return { index, raw, place, refused: { refusal: candidate.refusal, id: null, project: null, kind: null } }
  }
  const reading = readEvent(candidate.value, { now, bytes: () => candidate.bytes ?? raw().bytes })
  return reading.ok ? { index, raw, place, fact: reading.fact } : { index, raw, place, refused: reading }
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
  return 400 + ('fact' in entry ? 2 * entry.fact.row.length : 2 * entry.raw().text.length)
}
