import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const known = z.string().transform((text) => (text === '' ? null : text))
const row = z.object({
  at: z.int(),
  outcome: z.enum(['refused', 'replayed']),
  code: known,
  field: known,
  message: known,
})
export type HistoryRow = z.infer<typeof row>

const history = defineQuery({
  name: 'quarantine-history',
  params: z.object({ entry: z.string() }),
  row,
  sql: (database) => `
    SELECT DISTINCT toUnixTimestamp64Milli(time) AS at, outcome, code, field, message
    FROM (
      SELECT received_at AS time, 'refused' AS outcome, code, field, message
      FROM ${database}.quarantine WHERE entry = {entry:String}
      UNION ALL
      SELECT resolved_at AS time, outcome, code, field, message
      FROM ${database}.quarantine_resolutions WHERE entry = {entry:String}
    )
    ORDER BY at, outcome DESC`,
})

/** What became of an entry each time it was read, the first refusal first. */
export function listHistory(store: Store, entry: string): Promise<HistoryRow[]> {
  return runQuery(store, history, { entry })
}
