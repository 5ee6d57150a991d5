import { RECEIPT_FROM_END } from '../events/fact-row.ts'
import type { HeldRow } from '../events/row-memory.ts'
import { STORE_TIME_BYTES, writeStoreTime } from '../../store/time.ts'

/** Facts received at one instant, in milliseconds, as lines of the table `facts`. */
export function factBlock(facts: readonly HeldRow[], receivedAt: number): Buffer {
  const receipt = Buffer.alloc(STORE_TIME_BYTES)
  writeStoreTime(receipt, 0, receivedAt)
  const bytes = facts.reduce((sum, { start, end }) => sum + end - start, 0)
  const block = Buffer.allocUnsafeSlow(bytes)
  for (let first = 0, written = 0; first < facts.length;) {
    const last = endOfRun(facts, first)
    const { memory, start } = facts[first] as HeldRow
    memory.copy(block, written, start, facts[last]?.end)
    for (let place = first; place <= last; place++) {
      const row = facts[place] as HeldRow
      written += row.end - row.start
      block.set(receipt, written - RECEIPT_FROM_END)
    }
    first = last + 1
  }
  return block
}

/** The last of the rows that lie one after another from this one on: they are copied together. */
function endOfRun(facts: readonly HeldRow[], first: number): number {
  let last = first
  for (let next = facts[first + 1]; next !== undefined; next = facts[last + 1]) {
    const before = facts[last] as HeldRow
    if (next.memory !== before.memory || next.start !== before.end) break
    last++
  }
  return last
}
