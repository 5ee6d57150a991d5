import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { latestOfEach } from './rows.ts'

const latestIdRow = z.object({ project: z.string(), id: z.string(), computedAt: z.int() })

const latestIdsOf = defineQuery({
  name: 'latest-verdict-ids',
  params: z.object({ projects: z.array(z.string()), gate: z.string() }),
  row: latestIdRow,
  sql: (database) => `
    SELECT project, id, toUnixTimestamp64Milli(computed_at) AS computedAt
    FROM ${database}.verdicts
    WHERE ${latestOfEach}`,
})

/** Which live verdict of each project at a gate is the newest, without what it says. */
export async function latestIds(
  store: Store,
  query: { projects: readonly string[]; gate: string },
): Promise<z.infer<typeof latestIdRow>[]> {
  const { projects, gate } = query
  if (projects.length === 0) return []
  return runQuery(store, latestIdsOf, { projects: [...projects], gate })
}
