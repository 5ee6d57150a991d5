import { z } from 'zod'
import { recommendation } from '../../schemas/verdict.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const outcomeRow = z.object({ id: z.string(), recommendation, score: z.number() })

const outcomes = defineQuery({
  name: 'verdict-outcomes',
  params: z.object({ projects: z.array(z.string()), gate: z.string(), ids: z.array(z.string()) }),
  row: outcomeRow,
  sql: (database) => `
    SELECT id, recommendation, score
    FROM ${database}.verdicts
    WHERE project IN {projects:Array(String)} AND gate = {gate:String} AND live AND id IN {ids:Array(String)}
    LIMIT 1 BY id`,
})

/** What the live verdicts of these ids came to, without the rest of what they say. */
export async function verdictOutcomes(
  store: Store,
  query: { projects: readonly string[]; gate: string; ids: readonly string[] },
): Promise<z.infer<typeof outcomeRow>[]> {
  const { projects, gate, ids } = query
  if (ids.length === 0) return []
  return runQuery(store, outcomes, { projects: [...projects], gate, ids: [...ids] })
}
