import { z } from 'zod'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const dueDelivery = z.object({
  id: z.string(),
  event: z.string(),
  body: z.string(),
  /** Rows of the log so far, and attempts since it was noted or asked for again. */
  number: z.int(),
  attempt: z.int(),
  nextAt: storableInstant,
})
export type DueDelivery = z.infer<typeof dueDelivery>

const next = defineQuery({
  name: 'next-delivery',
  params: z.object({ endpoint: z.string() }),
  row: dueDelivery,
  sql: (database) => `
    SELECT n.id AS id, n.event AS event, n.body AS body, d.rows AS number, d.attempts AS attempt,
      toUnixTimestamp64Milli(if(d.rows = 0, n.noted_at, d.due)) AS nextAt
    FROM (
      SELECT id, event, body, noted_at FROM ${database}.notifications
      WHERE event != 'mark' AND has(endpoints, {endpoint:String})
      ORDER BY noted_at
      LIMIT 1 BY id
    ) AS n
    LEFT JOIN (
      SELECT notification, max(number) AS rows, argMax(outcome, (number, at)) AS newest,
        argMax(attempt, (number, at)) AS attempts, argMax(next_at, (number, at)) AS due
      FROM ${database}.notification_deliveries
      WHERE endpoint = {endpoint:String}
      GROUP BY notification
    ) AS d ON d.notification = n.id
    WHERE d.newest NOT IN ('delivered', 'dead')
    ORDER BY nextAt, n.noted_at, n.id
    LIMIT 1`,
})

/**
 * What is to be sent to an endpoint first: neither delivered nor given up, the one that is due earliest; its `nextAt`
 * may lie in the future. Null when everything was delivered.
 */
export async function nextDelivery(store: Store, endpoint: string): Promise<DueDelivery | null> {
  return (await runQuery(store, next, { endpoint }))[0] ?? null
}
