import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { NOTIFICATION_COLUMNS, type NotificationRow, notificationRow } from './rows.ts'

const byIds = defineQuery({
  name: 'notifications-by-id',
  params: z.object({ ids: z.array(z.string()) }),
  row: notificationRow,
  sql: (database) => `
    SELECT ${NOTIFICATION_COLUMNS}
    FROM ${database}.notifications
    WHERE id IN {ids:Array(String)} AND event != 'mark'
    ORDER BY noted_at
    LIMIT 1 BY id`,
})

/** The notifications with these ids, each as it was first noted. */
export function findNotifications(store: Store, ids: readonly string[]): Promise<NotificationRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : runQuery(store, byIds, { ids: [...ids] })
}
