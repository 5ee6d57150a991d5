import { findIdentities, type StoredIdentity } from '../../store/facts/find-identities.ts'
import { appendQuarantine } from '../../store/quarantine/append-quarantine.ts'
import type { Store } from '../../store/store.ts'
import { INSERT_SECONDS, writeBatch } from '../../store/write-batch.ts'
import type { ReceiptClock } from '../receipt-clock.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'
import { codeOf, isUncertain } from './classify.ts'
import { decide, type Decision } from './decide.ts'
import { type Entry, refuseFact } from './entry.ts'
import type { KnownIds } from './known-ids.ts'
import { toQuarantineRows } from './quarantine-rows.ts'
import { type RetryPorts, withRetries } from './retry.ts'
import { type StoreRefusal, writeFacts } from './write-facts.ts'

/** An entry in a block, with the delivery it belongs to. */
export interface BlockEntry {
  readonly entry: Entry
  readonly origin: string
  /** Orders are answered with their refusal and leave nothing behind. */
  readonly keepRefusal: boolean
}

export interface BlockPorts {
  readonly store: Store
  readonly clock: ReceiptClock
  readonly known: KnownIds
  readonly now: () => number
  readonly retry: RetryPorts
}

export interface StoredBlock {
  readonly receivedAt: number
  /** One for each entry, in order. */
  readonly decisions: readonly Decision[]
}

/**
 * Stores one block: when it returns, every fact and every refusal in it is stored; when it throws, none of
 * it may be acknowledged. Nothing else may store blocks at the same time, or an id could be taken twice.
 */
export async function storeBlock(block: readonly BlockEntry[], ports: BlockPorts): Promise<StoredBlock> {
  const entries = block.map(({ entry }) => entry)
  const stored = await findStored(entries, ports)
  const receivedAt = ports.clock.issue()
  try {
    const decided = decide(entries, stored)
    const fresh: AcceptedFact[] = []
    for (const decision of decided) {
      if (decision.state !== 'fresh') continue
      fresh.push(decision.fact)
      ports.known.add(decision.fact.idHash)
    }
    const decisions = withRefusals(decided, await insertFacts(fresh, receivedAt, ports))
    await keepRefused(block, decisions, receivedAt, ports)
    ports.clock.settle(receivedAt)
    return { receivedAt, decisions }
  } catch (error) {
    if (isUncertain(error)) ports.clock.abandon(receivedAt, ports.now() + 2000 * INSERT_SECONDS)
    else ports.clock.settle(receivedAt)
    throw error
  }
}

/** Those of the entries that are stored already. Asked only for ids that may be known. */
function findStored(entries: readonly Entry[], ports: BlockPorts): Promise<Map<string, StoredIdentity>> {
  const identities = new Set<string>()
  for (const entry of entries) {
    if ('fact' in entry && ports.known.mayContain(entry.fact.idHash)) identities.add(entry.fact.identity)
  }
  return withRetries(() => findIdentities(ports.store, [...identities]), ports.retry)
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
  decisions: readonly Decision[],
  refusals: readonly StoreRefusal[],
): readonly Decision[] {
  if (refusals.length === 0) return decisions
  const codes = new Map(refusals.map(({ fact, error }) => [fact.idHash, codeOf(error)]))
  return decisions.map((decision) => {
    if (decision.state === 'refused') return decision
    const code = codes.get(decision.fact.idHash)
    if (code === undefined) return decision
    const message = `the store does not take this event (code ${code})`
    return {
      entry: decision.entry,
      state: 'refused',
      refused: refuseFact(decision.fact, 'INVALID_FORMAT', null, message),
    }
  })
}

async function keepRefused(
  block: readonly BlockEntry[],
  decisions: readonly Decision[],
  receivedAt: number,
  ports: BlockPorts,
): Promise<void> {
  const refused = decisions.flatMap((decision, place) => {
    const from = block[place]
    if (decision.state !== 'refused' || from?.keepRefusal !== true) return []
    return [{ entry: decision.entry, refused: decision.refused, origin: from.origin }]
  })
  if (refused.length === 0) return
  const batch = toQuarantineRows(refused, receivedAt)
  await withRetries(() => appendQuarantine(ports.store, batch), ports.retry)
}
