import { z } from 'zod'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import type { MarkRow } from './rows.ts'

const marks = defineQuery({
  name: 'notification-marks',
  params: z.object({ projects: z.array(z.string()) }),
  row: z.object({ project: z.string(), notedAt: storableInstant, body: z.string() }),
  sql: (database) => `
    SELECT project, toUnixTimestamp64Milli(max(noted_at)) AS notedAt, argMax(body, (noted_at, body)) AS body
    FROM ${database}.notifications
    WHERE event = 'mark' AND project IN {projects:Array(String)}
    GROUP BY project`,
})

/** What was last seen of each of the projects; one that was never looked at is left out. */
export async function readMarks(store: Store, projects: readonly string[]): Promise<Map<string, MarkRow>> {
  const rows = await runQuery(store, marks, { projects: [...projects] })
  return new Map(rows.map((row) => [row.project, row]))
}
