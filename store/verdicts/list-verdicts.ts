import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const history = defineQuery({
  name: 'verdict-history',
  params: z.object({ project: z.string(), gate: z.string(), limit: z.int().min(1).max(10_000) }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE project = {project:String} AND ({gate:String} = '' OR gate = {gate:String}) AND live
    ORDER BY computed_at DESC, id DESC
    LIMIT 1 BY gate, computed_at, id
    LIMIT {limit:UInt32}`,
})

/**
 * The live verdicts of a project, the newest first, of one gate or of all. What two processes stored twice
 * in a row is listed once, as first given.
 */
export async function listVerdicts(
  store: Store,
  project: string,
  gate?: string,
  limit = 1000,
): Promise<VerdictRow[]> {
  const rows = await runQuery(store, history, { project, gate: gate ?? '', limit })
  const earlier = new Map<string, string>()
  const changes = rows.toReversed().filter((row) => {
    const repeated = earlier.get(row.gate) === row.id
    earlier.set(row.gate, row.id)
    return !repeated
  })
  return changes.reverse()
}
