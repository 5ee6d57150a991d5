import { z } from 'zod'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const between = defineQuery({
  name: 'verdicts-between',
  params: z.object({
    projects: z.array(z.string()),
    gate: z.string(),
    after: storableInstant,
    until: storableInstant,
  }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE project IN ({projects:Array(String)}) AND gate = {gate:String} AND live
      AND computed_at > fromUnixTimestamp64Milli({after:Int64})
      AND computed_at <= fromUnixTimestamp64Milli({until:Int64})
    ORDER BY project, computed_at, id
    LIMIT 1 BY project, computed_at, id`,
})

/** The live verdicts that were given on projects at a gate after one instant and until another, the oldest first. */
export function verdictsBetween(
  store: Store,
  request: { projects: readonly string[]; gate: string; after: number; until: number },
): Promise<VerdictRow[]> {
  return runQuery(store, between, { ...request, projects: [...request.projects] })
}
