import { createHash } from 'node:crypto'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'
import { type DeliveryRow, deliveryRow } from './rows.ts'

/** Adds rows to the delivery log. */
export function appendDeliveries(store: Store, rows: readonly DeliveryRow[]): Promise<void> {
  const lines = rows.map((row) => {
    const { at, nextAt, durationMs, ...rest } = deliveryRow.parse(row)
    return JSON.stringify({ ...rest, at: storeTime(at), duration_ms: durationMs, next_at: storeTime(nextAt) })
  })
  const token = `deliveries:${createHash('sha256').update(lines.join('\n')).digest('hex')}`
  return writeBatch(store, { table: 'notification_deliveries', token, lines })
}
