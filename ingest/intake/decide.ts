import type { StoredIdentity } from '../../store/facts/find-identities.ts'
import type { RefusedEvent } from '../events/accepted-fact.ts'
import { describe } from '../events/describe.ts'
import { FirstOfId, type Salt } from './first-of-id.ts'
import { type Entry, refuseFact } from './entry.ts'

/** What becomes of an entry: stored now, stored before, or refused. */
export type Decision =
  { readonly state: 'fresh' | 'duplicate' } | { readonly state: 'refused'; readonly refused: RefusedEvent }

/** One object for all of a state: there is nothing more to say of them, and thousands wait for their block. */
const FRESH: Decision = { state: 'fresh' }
const DUPLICATE: Decision = { state: 'duplicate' }

/** An event as far as another one with its id is compared to it. */
type Before = Pick<StoredIdentity, 'digest' | 'kind' | 'occurredAt'>

/**
 * Decides for each entry, in their order. Of events with one (project, source, id) the first is the event, whether it was
 * stored before or stands earlier in the block; the same content again is a duplicate, another is refused.
 * `stored` has every event of the block that was stored before, by its `identity`.
 */
export function decide(
  entries: readonly Entry[],
  stored: ReadonlyMap<string, Before>,
  salt: Salt,
): Decision[] {
  const seen = new FirstOfId(entries.length, salt)
  return entries.map((entry) => {
    if ('refused' in entry) return { state: 'refused', refused: entry.refused }
    const { fact } = entry
    const known = stored.size > 0 ? stored.get(fact.identity) : undefined
    // Of one id that is stored already no event gets into `seen`.
    const before = known ?? seen.putIfNew(fact)
    if (before === undefined) return FRESH
    if (before.digest === fact.digest) return DUPLICATE
    const was = `${before.kind} of ${new Date(before.occurredAt).toISOString()}`
    const message = `id ${describe(fact.id)} of source ${describe(fact.source)} was used before, with other content, for ${was}; a correction needs an id of its own`
    return { state: 'refused', refused: refuseFact(fact, 'ID_REUSED', 'id', message) }
  })
}
