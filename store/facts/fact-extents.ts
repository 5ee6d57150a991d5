import { z } from 'zod'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const extents = defineQuery({
  name: 'fact-extents',
  params: z.object({ projects: z.array(z.string()), knownUntil: storableInstant }),
  row: z.object({ project: z.string(), rows: z.int(), newestOccurrence: z.int() }),
  sql: (database) => `
    SELECT project, count() AS rows, toUnixTimestamp64Milli(max(occurred_at)) AS newestOccurrence
    FROM ${database}.facts
    WHERE project IN {projects:Array(String)} AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})
    GROUP BY project`,
})

/** How much is known of a project. */
export interface FactExtent {
  /** Rows, copies of one event among them: about how much reading its log takes. */
  readonly rows: number
  /** When the last of its facts happened, in milliseconds. */
  readonly newestOccurrence: number
}

/** How much was known of each of these projects at `knownUntil`; those without facts are left out. */
export async function factExtents(
  store: Store,
  query: { projects: readonly string[]; knownUntil: number },
): Promise<Map<string, FactExtent>> {
  const { projects, knownUntil } = query
  if (projects.length === 0) return new Map()
  const rows = await runQuery(store, extents, { projects: [...projects], knownUntil })
  return new Map(rows.map(({ project, ...extent }) => [project, extent]))
}
