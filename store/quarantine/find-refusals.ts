import { z } from 'zod'
import type { RefusalCode } from '../../schemas/refusals.ts'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

/** Refused because of who sent them or by what way: what they say is not missing from the project's facts. */
const NOT_MISSED: readonly RefusalCode[] = [
  'RESERVED_KIND',
  'SUBJECT_NOT_ALLOWED',
  'NOT_PERMITTED',
  'PRINCIPAL_REQUIRED',
]

const row = z.object({
  project: z.string(),
  kind: z.string(),
  code: z.string(),
  count: z.int(),
  first: z.int(),
  last: z.int(),
})
export type RefusalRow = z.infer<typeof row>

const refusals = defineQuery({
  name: 'refusals',
  params: z.object({
    projects: z.array(z.string()),
    knownUntil: storableInstant,
    notMissed: z.array(z.string()),
  }),
  row,
  sql: (database) => `
    SELECT project, kind, code, toUInt32(uniqExact(event)) AS count,
      toUnixTimestamp64Milli(min(received_at)) AS first, toUnixTimestamp64Milli(max(received_at)) AS last
    FROM (
      SELECT q.project AS project, q.kind AS kind, q.received_at AS received_at, q.event_id AS event_id,
        if(q.event_id = '', q.entry, q.event_id) AS event, if(r.newest_code = '', q.code, r.newest_code) AS code
      FROM ${database}.quarantine AS q
      LEFT JOIN (
        SELECT entry, argMaxIf(code, resolved_at, outcome = 'refused') AS newest_code,
          countIf(outcome = 'replayed') AS replays
        FROM ${database}.quarantine_resolutions
        WHERE resolved_at <= fromUnixTimestamp64Milli({knownUntil:Int64})
        GROUP BY entry
      ) AS r ON r.entry = q.entry
      WHERE q.project IN {projects:Array(String)} AND r.replays = 0
        AND q.received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})
    )
    WHERE code NOT IN {notMissed:Array(String)} AND NOT (code = 'UNKNOWN_KIND' AND kind = '')
      AND (code = 'ID_REUSED' OR event_id = '' OR (project, event_id) NOT IN (
        SELECT project, event_id FROM ${database}.facts
        WHERE project IN {projects:Array(String)} AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})))
    GROUP BY project, kind, code
    ORDER BY project, kind, code`,
})

/**
 * What was refused of these projects and had not become a fact at `knownUntil`: neither read again and stored nor
 * delivered again, corrected, under the same id. Events of types that are not kanmon's are left out, and so is what was
 * refused because of its sender. Counted once per event, by kind and newest reason.
 */
export function findRefusals(
  store: Store,
  query: { projects: readonly string[]; knownUntil: number },
): Promise<RefusalRow[]> {
  return runQuery(store, refusals, {
    projects: [...query.projects],
    knownUntil: query.knownUntil,
    notMissed: [...NOT_MISSED],
  })
}
