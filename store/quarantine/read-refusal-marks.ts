import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const marks = defineQuery({
  name: 'refusal-marks',
  params: z.object({}),
  row: z.object({ project: z.string(), mark: z.string() }),
  sql: (database) => `
    SELECT project, concat(toString(sum(entries)), '/', toString(toUnixTimestamp64Milli(max(at)))) AS mark
    FROM (
      SELECT project, toUInt64(1) AS entries, received_at AS at FROM ${database}.quarantine WHERE project != ''
      UNION ALL
      SELECT q.project AS project, toUInt64(1) AS entries, r.resolved_at AS at
      FROM ${database}.quarantine_resolutions AS r
      INNER JOIN ${database}.quarantine AS q ON q.entry = r.entry
      WHERE q.project != ''
    )
    GROUP BY project`,
})

/**
 * Of every project with refused events a text that is another one as soon as an event of it was refused, or one of those
 * was read again. A moment alone would not do: a refused message of Kafka bears the time at which it was sent.
 */
export async function readRefusalMarks(store: Store): Promise<Map<string, string>> {
  return new Map((await runQuery(store, marks, {})).map(({ project, mark }) => [project, mark]))
}
