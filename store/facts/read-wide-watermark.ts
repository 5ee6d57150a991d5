import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const wideWatermark = defineQuery({
  name: 'wide-watermark',
  params: z.object({}),
  row: z.object({ newest: z.int() }),
  sql: (database) => `
    SELECT toUnixTimestamp64Milli(max(received_at)) AS newest
    FROM ${database}.facts
    WHERE (project >= 'division:' AND project < 'division;') OR (project >= 'organization:' AND project < 'organization;')`,
})

/** When the newest fact about any division or organization was received, 0 when there is none. */
export async function readWideWatermark(store: Store): Promise<number> {
  return (await runQuery(store, wideWatermark, {}))[0]?.newest ?? 0
}
