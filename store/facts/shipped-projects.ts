import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const shipped = defineQuery({
  name: 'shipped-projects',
  params: z.object({}),
  row: z.object({ project: z.string() }),
  sql: (database) => `
    SELECT DISTINCT project
    FROM ${database}.facts
    WHERE kind = 'project.declared' AND JSONExtractString(payload, 'status') = 'shipped'
    ORDER BY project`,
})

/** Every project that any version of its declaration says to be shipped, in order of its id: at some moment it may have been. */
export async function shippedProjects(store: Store): Promise<string[]> {
  return (await runQuery(store, shipped, {})).map(({ project }) => project)
}
