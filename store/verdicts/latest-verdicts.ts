import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { latestOfEach, selectedVerdict, VERDICT_COLUMNS, type VerdictRow } from './rows.ts'

const latest = defineQuery({
  name: 'latest-verdicts',
  params: z.object({ projects: z.array(z.string()), gate: z.string() }),
  row: selectedVerdict,
  sql: (database) => `
    SELECT ${VERDICT_COLUMNS}
    FROM ${database}.verdicts
    WHERE ${latestOfEach}`,
})

/** The newest live verdict of each project at a gate; projects without one are left out. */
export async function latestVerdicts(
  store: Store,
  query: { projects: readonly string[]; gate: string },
): Promise<Map<string, VerdictRow>> {
  const { projects, gate } = query
  if (projects.length === 0) return new Map()
  const rows = await runQuery(store, latest, { projects: [...projects], gate })
  return new Map(rows.map((row) => [row.project, row]))
}
