import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const row = z.object({ project: z.string(), newest: z.int() })
const select = (database: string) =>
  `SELECT project, toUnixTimestamp64Milli(max(received_at)) AS newest FROM ${database}.facts`

const allWatermarks = defineQuery({
  name: 'all-watermarks',
  params: z.object({}),
  row,
  sql: (database) => `${select(database)} GROUP BY project`,
})

const watermarksOf = defineQuery({
  name: 'watermarks-of',
  params: z.object({ projects: z.array(z.string()) }),
  row,
  sql: (database) => `${select(database)} WHERE project IN {projects:Array(String)} GROUP BY project`,
})

const watermarksWithWide = defineQuery({
  name: 'watermarks-with-wide',
  params: z.object({ projects: z.array(z.string()) }),
  row,
  sql: (database) => `${select(database)}
    WHERE project IN {projects:Array(String)} OR (project >= 'division:' AND project < 'division;')
      OR (project >= 'organization:' AND project < 'organization;')
    GROUP BY project`,
})

/**
 * When the newest fact of each subject was received (of every division and organization too `withWide`, and when no
 * projects are named); a subject
 * without facts is left out. Compare with `!==`: a merge that removes a redelivered copy may lower it.
 * Answered from the projection `watermarks`, so the cost grows with the subjects and not with their facts.
 */
export async function readWatermarks(
  store: Store,
  query: { projects?: readonly string[]; withWide?: boolean } = {},
): Promise<Map<string, number>> {
  const { projects, withWide = false } = query
  const rows =
    projects === undefined
      ? await runQuery(store, allWatermarks, {})
      : await runQuery(store, withWide ? watermarksWithWide : watermarksOf, { projects: [...projects] })
  return new Map(rows.map(({ project, newest }) => [project, newest]))
}
