import { hash } from 'node:crypto'
import type { Batch } from '../../store/write-batch.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'
import { classify } from './classify.ts'
import { factBlock } from './fact-block.ts'

/** A fact that the store itself refused, although every check of ours let it through. */
export interface StoreRefusal {
  readonly fact: AcceptedFact
  readonly error: unknown
}

/**
 * Stores facts received at one instant, and returns those that the store refuses for what is in them. A
 * refused block is written in halves until the bad row stands alone, so that its neighbours are kept.
 */
export async function writeFacts(
  write: (batch: Batch) => Promise<void>,
  facts: readonly AcceptedFact[],
  receivedAt: number,
): Promise<StoreRefusal[]> {
  if (facts.length === 0) return []
  try {
    await write(toBatch(facts, receivedAt))
    return []
  } catch (error) {
    if (classify(error) !== 'reject') throw error
    const [only] = facts
    if (facts.length === 1 && only !== undefined) return [{ fact: only, error }]
    const middle = facts.length >> 1
    const left = await writeFacts(write, facts.slice(0, middle), receivedAt)
    return [...left, ...(await writeFacts(write, facts.slice(middle), receivedAt))]
  }
}

/** The token names exactly these rows: content, order and instant of receipt. */
function toBatch(facts: readonly AcceptedFact[], receivedAt: number): Batch {
  const lines = factBlock(facts, receivedAt)
  return { table: 'facts', token: `facts:${hash('sha256', lines)}`, lines }
}
