import { RECEIPT_FROM_END } from '../events/fact-row.ts'
import type { HeldRow } from '../events/row-memory.ts'
import { STORE_TIME_BYTES, writeStoreTime } from '../../store/time.ts'

/** Facts received at one instant, in milliseconds, as lines of the table `facts`. */
export function factBlock(facts: readonly HeldRow[], receivedAt: number): Buffer {
  const receipt = Buffer.alloc(STORE_TIME_BYTES)
  writeStoreTime(receipt, 0, receivedAt)
  const bytes = facts.reduce((sum, { start, end }) => sum + end - start, 0)
  const block = Buffer.allocUnsafeSlow(bytes)
  let written = 0
  for (const { memory, start, end } of facts) {
    memory.copy(block, written, start, end)
    written += end - start
    block.set(receipt, written - RECEIPT_FROM_END)
  }
  return block
}
