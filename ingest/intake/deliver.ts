import { setImmediate } from 'node:timers/promises'
import type { IntakeReceipt, QuarantinedEvent } from '../../schemas/refusals.ts'
import type { Candidates } from '../candidate.ts'
import type { Admit } from '../events/admit.ts'
import type { EnvelopeHeads } from '../events/envelope-heads.ts'
import type { RowMemory } from '../events/row-memory.ts'
import type { Decision } from './decide.ts'
import { type Entry, sizeOf, toEntry } from './entry.ts'
import { TooManyRefused } from './errors.ts'

export interface DeliveryPorts {
  readonly now: () => number
  /** Resolves when there is room for another chunk. */
  readonly room: () => Promise<void>
  /** Resolves with one decision for each entry once all of them are stored. */
  readonly submit: (entries: readonly Entry[], bytes: number) => Promise<readonly Decision[]>
  readonly rows: RowMemory
  readonly heads: EnvelopeHeads
  readonly chunkRows: number
  readonly chunkBytes: number
  readonly maxRefused: number
  readonly admit?: Admit | undefined
}

/** While one chunk is being stored the next is read; more would only fill memory. */
const CHUNKS_IN_FLIGHT = 2

/** After so many events others get their turn: requests, and the store's answers that the chunk in flight waits for. */
const EVENTS_A_TURN = 200

/**
 * Reads and stores a delivery in chunks. It returns after everything in it is stored, good and refused, and
 * holds no more than a few chunks of it, however long it is.
 */
export async function deliverAll(candidates: Candidates, ports: DeliveryPorts): Promise<IntakeReceipt> {
  const { rows, heads, admit } = ports
  const tally = { accepted: 0, duplicates: 0, quarantined: [] as QuarantinedEvent[] }
  const inFlight: Promise<void>[] = []
  let chunk: Entry[] = []
  let bytes = 0

  const send = async () => {
    const entries = chunk
    const stored = ports.submit(entries, bytes).then((decisions) => count(entries, decisions, tally))
    // Awaited below; until then a failure must not count as unhandled.
    stored.catch(() => undefined)
    inFlight.push(stored)
    chunk = []
    bytes = 0
    if (inFlight.length >= CHUNKS_IN_FLIGHT) await inFlight.shift()
    await ports.room()
  }

  await ports.room()
  try {
    // One part at a time, since waiting for each event costs as much as parsing it.
    for await (const part of Symbol.asyncIterator in candidates ? candidates : [candidates]) {
      for (const candidate of Symbol.iterator in part ? part : [part]) {
        const entry = toEntry(candidate, { now: ports.now(), rows, heads, admit })
        chunk.push(entry)
        bytes += sizeOf(entry)
        if (chunk.length >= ports.chunkRows || bytes >= ports.chunkBytes) await send()
        else if (chunk.length % EVENTS_A_TURN === 0) await setImmediate()
        if (tally.quarantined.length > ports.maxRefused) throw new TooManyRefused(ports.maxRefused)
      }
    }
    if (chunk.length > 0) await send()
    await Promise.all(inFlight)
  } finally {
    await Promise.allSettled(inFlight)
  }
  tally.quarantined.sort((a, b) => a.index - b.index)
  return tally
}

function count(
  entries: readonly Entry[],
  decisions: readonly Decision[],
  tally: { accepted: number; duplicates: number; quarantined: QuarantinedEvent[] },
): void {
  for (const [place, { index }] of entries.entries()) {
    const decision = decisions[place]
    if (decision === undefined) throw new Error('deliver: an entry has no decision')
    if (decision.state === 'refused') {
      const { refusal, id } = decision.refused
      tally.quarantined.push({ index, id, ...refusal })
    } else {
      tally.accepted++
      if (decision.state === 'duplicate') tally.duplicates++
    }
  }
}
