import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const projectIds = defineQuery({
  name: 'project-ids',
  params: z.object({}),
  row: z.object({ project: z.string() }),
  sql: (database) => `
    SELECT project
    FROM (SELECT project, max(received_at) FROM ${database}.facts GROUP BY project)
    WHERE position(project, ':') = 0
    ORDER BY project`,
})

/** Every project that any fact is about, declared or not, in order of its id; divisions and organizations are left out. */
export async function listProjectIds(store: Store): Promise<string[]> {
  return (await runQuery(store, projectIds, {})).map(({ project }) => project)
}
