import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const verdictOfContent = defineQuery({
  name: 'verdict-of-content',
  params: z.object({ project: z.string(), gate: z.string(), digest: z.string() }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE project = {project:String} AND gate = {gate:String}
      AND lower(hex(SHA256(concat(toString(length(content)), ':', content)))) = {digest:String}
    ORDER BY live DESC, computed_at
    LIMIT 1`,
})

/**
 * The first verdict on the project and gate whose content has this digest (of its length in bytes, a colon and its
 * text), a live one before an answer about the past.
 */
export async function findVerdictOfContent(
  store: Store,
  query: { project: string; gate: string; digest: string },
): Promise<VerdictRow | null> {
  return (await runQuery(store, verdictOfContent, query))[0] ?? null
}
