import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const verdictById = defineQuery({
  name: 'verdict-by-id',
  params: z.object({ id: z.string() }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE id = {id:String}
    ORDER BY live DESC, computed_at
    LIMIT 1`,
})

/** The verdict of this id as it was first given, a live one before an answer about the past. */
export async function findVerdict(store: Store, id: string): Promise<VerdictRow | null> {
  if (!/^[0-9a-f]{64}$/.test(id)) return null
  return (await runQuery(store, verdictById, { id }))[0] ?? null
}
