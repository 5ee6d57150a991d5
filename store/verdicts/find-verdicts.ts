import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const verdictsById = defineQuery({
  name: 'verdicts-by-id',
  params: z.object({ projects: z.array(z.string()), gate: z.string(), ids: z.array(z.string()) }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE project IN {projects:Array(String)} AND gate = {gate:String} AND live AND id IN {ids:Array(String)}
    ORDER BY computed_at
    LIMIT 1 BY id`,
})

/** The live verdicts of these ids, as they were first given on these projects at a gate. */
export async function findVerdicts(
  store: Store,
  query: { projects: readonly string[]; gate: string; ids: readonly string[] },
): Promise<VerdictRow[]> {
  const { projects, gate, ids } = query
  if (ids.length === 0) return []
  return runQuery(store, verdictsById, { projects: [...projects], gate, ids: [...ids] })
}
