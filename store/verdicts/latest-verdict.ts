import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const latest = defineQuery({
  name: 'latest-verdict',
  params: z.object({ project: z.string(), gate: z.string() }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE project = {project:String} AND gate = {gate:String} AND live
    ORDER BY computed_at DESC, id DESC
    LIMIT 1`,
})

/** The newest live verdict of a project's gate. */
export async function latestVerdict(store: Store, project: string, gate: string): Promise<VerdictRow | null> {
  return (await runQuery(store, latest, { project, gate }))[0] ?? null
}
