import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { DELIVERY_COLUMNS, type DeliveryRow, selectedDelivery } from './rows.ts'

const deliveries = defineQuery({
  name: 'deliveries-of',
  params: z.object({ ids: z.array(z.string()) }),
  row: selectedDelivery,
  sql: (database) => `
    SELECT ${DELIVERY_COLUMNS}
    FROM ${database}.notification_deliveries
    WHERE notification IN {ids:Array(String)}
    ORDER BY notification, endpoint, number, at
    LIMIT 1 BY notification, endpoint, number, at`,
})

/** The delivery log of the notifications, in order. */
export function listDeliveries(store: Store, ids: readonly string[]): Promise<DeliveryRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : runQuery(store, deliveries, { ids: [...ids] })
}
