import type { StoredIdentity } from '../../store/facts/find-identities.ts'
import type { AcceptedFact, RefusedEvent } from '../events/accepted-fact.ts'
import { describe } from '../events/describe.ts'
import { type Entry, refuseFact } from './entry.ts'

/** What becomes of an entry: stored now, stored before, or refused. */
export type Decision =
  | { readonly entry: Entry; readonly state: 'fresh' | 'duplicate'; readonly fact: AcceptedFact }
  | { readonly entry: Entry; readonly state: 'refused'; readonly refused: RefusedEvent }

/** An event as far as another one with its id is compared to it. */
type Before = Pick<StoredIdentity, 'digest' | 'kind' | 'occurredAt'>

/**
 * Decides for each entry in order. Of events with one (source, id) the first is the event, whether it was
 * stored before or stands earlier in the block; the same content again is a duplicate, another is refused.
 * `stored` has every event of the block that was stored before, by its `identity`.
 */
export function decide(entries: readonly Entry[], stored: ReadonlyMap<string, Before>): Decision[] {
  const first = new Map<string, Before>()
  return entries.map((entry) => {
    if ('refused' in entry) return { entry, state: 'refused', refused: entry.refused }
    const { fact } = entry
    const before = first.get(fact.idHash) ?? (stored.size > 0 ? stored.get(fact.identity) : undefined)
    if (before === undefined) {
      first.set(fact.idHash, fact)
      return { entry, state: 'fresh', fact }
    }
    if (before.digest === fact.digest) return { entry, state: 'duplicate', fact }
    const was = `${before.kind} of ${new Date(before.occurredAt).toISOString()}`
    const message = `id ${describe(fact.id)} of source ${describe(fact.source)} was used before, with other content, for ${was}; a correction needs an id of its own`
    return { entry, state: 'refused', refused: refuseFact(fact, 'ID_REUSED', 'id', message) }
  })
}
