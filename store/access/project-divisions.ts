import { z } from 'zod'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const divisions = defineQuery({
  name: 'project-divisions',
  params: z.object({ now: storableInstant, some: z.boolean(), projects: z.array(z.string()) }),
  row: z.object({ project: z.string(), division: z.string() }),
  sql: (database) => `
    SELECT known.project AS project, declared.division AS division
    FROM (
      SELECT project, max(received_at) FROM ${database}.facts
      WHERE NOT {some:Bool} OR project IN {projects:Array(String)}
      GROUP BY project
    ) AS known
    LEFT JOIN (
      SELECT project, argMax(
        if(retracted, '', JSONExtractString(payload, 'division')), (occurred_at, received_at, event_id)) AS division
      FROM ${database}.facts
      WHERE kind = 'project.declared' AND occurred_at <= fromUnixTimestamp64Milli({now:Int64})
        AND (NOT {some:Bool} OR project IN {projects:Array(String)})
      GROUP BY project
    ) AS declared ON declared.project = known.project
    WHERE position(known.project, ':') = 0
    ORDER BY project`,
})

/**
 * The division that each project is declared in now, by the newest declaration; null for a project that has facts
 * and no declaration in force. Projects without any facts are left out.
 */
export async function projectDivisions(
  store: Store,
  query: { readonly now: number; readonly projects?: readonly string[] },
): Promise<Map<string, string | null>> {
  const { now, projects } = query
  const rows = await runQuery(store, divisions, {
    now,
    some: projects !== undefined,
    projects: [...(projects ?? [])],
  })
  return new Map(rows.map(({ project, division }) => [project, division === '' ? null : division]))
}
