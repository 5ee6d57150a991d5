import { createHash } from 'node:crypto'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'
import type { MarkRow, NotificationRow } from './rows.ts'

/** Keeps notifications and the marks they follow from in one insert: all of it or nothing. */
export function appendNotifications(
  store: Store,
  notifications: readonly NotificationRow[],
  marks: readonly MarkRow[],
): Promise<void> {
  const rows = [
    ...notifications,
    ...marks.map((mark) => ({ ...mark, id: 'mark', event: 'mark', endpoints: [] })),
  ]
  const lines = rows.map(({ notedAt, ...rest }) => JSON.stringify({ ...rest, noted_at: storeTime(notedAt) }))
  const token = `notifications:${createHash('sha256').update(lines.join('\n')).digest('hex')}`
  return writeBatch(store, { table: 'notifications', token, lines })
}
