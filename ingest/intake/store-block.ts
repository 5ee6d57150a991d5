import { findIdentities, type StoredIdentity } from '../../store/facts/find-identities.ts'
import { appendQuarantine } from '../../store/quarantine/append-quarantine.ts'
import type { Store } from '../../store/store.ts'
import { INSERT_SECONDS, writeBatch } from '../../store/write-batch.ts'
import type { ReceiptClock } from '../receipt-clock.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'
import { codeOf, isUncertain } from './classify.ts'
import { decide, type Decision } from './decide.ts'
import { type Entry, refuseFact } from './entry.ts'
import type { Salt } from './first-of-id.ts'
import type { KnownIds } from './known-ids.ts'
import { type RefusedEntry, toQuarantineRows } from './quarantine-rows.ts'
import { type RetryPorts, withRetries } from './retry.ts'
import { type StoreRefusal, writeFacts } from './write-facts.ts'

/** Entries of one delivery that go into one block. */
export interface BlockPart {
  readonly entries: readonly Entry[]
  readonly origin: string
  /** Orders are answered with their refusal and leave nothing behind. */
  readonly keepRefusal: boolean
}

export interface BlockPorts {
  readonly store: Store
  readonly clock: ReceiptClock
  readonly known: KnownIds
  readonly salt: Salt
  readonly now: () => number
  readonly retry: RetryPorts
}

export interface StoredBlock {
  readonly receivedAt: number
  /** Of all parts, in order. */
  readonly entries: readonly Entry[]
  /** One for each entry. */
  readonly decisions: readonly Decision[]
}

/**
 * Stores one block: when it returns, every fact and every refusal in it is stored; when it throws, none of
 * it may be acknowledged. Nothing else may store blocks at the same time, or an id could be taken twice.
 */
export async function storeBlock(parts: readonly BlockPart[], ports: BlockPorts): Promise<StoredBlock> {
  const entries = parts.flatMap((part) => part.entries)
  const stored = await findStored(entries, ports)
  return keepStamped(ports, async (receivedAt) => {
    const decided = decide(entries, stored, ports.salt)
    const fresh = freshFacts(entries, decided)
    for (const fact of fresh) ports.known.add(fact)
    const refusals = await insertFacts(fresh, receivedAt, ports)
    const decisions = withRefusals(entries, decided, refusals)
    await keepRefused(parts, decisions, receivedAt, ports)
    return { receivedAt, entries, decisions }
  })
}

/** Runs `keep` with a new stamp, which holds the log open until what it keeps is stored or certainly never will be. */
export async function keepStamped<T>(
  { clock, now }: Pick<BlockPorts, 'clock' | 'now'>,
  keep: (receivedAt: number) => Promise<T>,
): Promise<T> {
  const receivedAt = clock.issue()
  try {
    const kept = await keep(receivedAt)
    clock.settle(receivedAt)
    return kept
  } catch (error) {
    if (isUncertain(error)) clock.abandon(receivedAt, now() + 2000 * INSERT_SECONDS)
    else clock.settle(receivedAt)
    throw error
  }
}

/** Those of the entries that are stored already. Asked only for ids that may be known. */
function findStored(entries: readonly Entry[], ports: BlockPorts): Promise<Map<string, StoredIdentity>> {
  const identities = new Set<string>()
  for (const entry of entries) {
    if ('fact' in entry && ports.known.mayContain(entry.fact)) identities.add(entry.fact.identity)
  }
  return withRetries(() => findIdentities(ports.store, [...identities]), ports.retry)
}

function freshFacts(entries: readonly Entry[], decisions: readonly Decision[]): AcceptedFact[] {
  return entries.flatMap((entry, place) =>
    'fact' in entry && decisions[place]?.state === 'fresh' ? entry.fact : [],
  )
}

function insertFacts(
  facts: readonly AcceptedFact[],
  receivedAt: number,
  ports: BlockPorts,
): Promise<StoreRefusal[]> {
  return writeFacts(
    (batch) => withRetries(() => writeBatch(ports.store, batch), ports.retry),
    facts,
    receivedAt,
  )
}

/** What the store refused is refused, and with it what counted as its duplicate. */
function withRefusals(
  entries: readonly Entry[],
  decisions: readonly Decision[],
  refusals: readonly StoreRefusal[],
): readonly Decision[] {
  if (refusals.length === 0) return decisions
  const codes = new Map(refusals.map(({ fact, error }) => [fact.identity, codeOf(error)]))
  return decisions.map((decision, place) => {
    const entry = entries[place]
    if (decision.state === 'refused' || entry === undefined || !('fact' in entry)) return decision
    const code = codes.get(entry.fact.identity)
    if (code === undefined) return decision
    const message = `the store does not take this event (code ${code})`
    return { state: 'refused', refused: refuseFact(entry.fact, 'INVALID_FORMAT', null, message) }
  })
}

async function keepRefused(
  parts: readonly BlockPart[],
  decisions: readonly Decision[],
  receivedAt: number,
  ports: BlockPorts,
): Promise<void> {
  if (!decisions.some(({ state }) => state === 'refused')) return
  const refused: RefusedEntry[] = []
  let start = 0
  for (const { entries, origin, keepRefusal } of parts) {
    for (const [place, entry] of entries.entries()) {
      const decision = decisions[start + place]
      if (keepRefusal && decision?.state === 'refused')
        refused.push({ entry, refused: decision.refused, origin })
    }
    start += entries.length
  }
  if (refused.length === 0) return
  const batch = toQuarantineRows(refused, receivedAt)
  await withRetries(() => appendQuarantine(ports.store, batch), ports.retry)
}
