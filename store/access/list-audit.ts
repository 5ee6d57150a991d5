import { z } from 'zod'
import { auditOutcome } from '../../schemas/answers-access.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { pageLimit, storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import type { AuditRow } from './append-audit.ts'

const place = z.tuple([storableInstant, z.string()])
const known = z.string().transform((text) => (text === '' ? null : text))

const page = defineQuery({
  name: 'audit-page',
  params: z.object({
    principal: z.string(),
    subject: z.string(),
    outcome: z.string(),
    limit: z.int(),
    continued: z.boolean(),
    recordedAt: storableInstant,
    entry: z.string(),
  }),
  row: z.object({
    recordedAt: z.int(),
    entry: z.string(),
    principalId: known,
    principal: known,
    method: z.string(),
    route: z.string(),
    subject: known,
    outcome: auditOutcome,
    status: z.int(),
    code: known,
    address: known,
    requestId: known,
    times: z.int(),
  }),
  sql: (database) => `
    SELECT toUnixTimestamp64Milli(recorded_at) AS recordedAt, entry, principal_id AS principalId, principal, method,
      route, subject, outcome, status, code, address, request_id AS requestId, times
    FROM ${database}.audit
    WHERE ({principal:String} = '' OR audit.principal = {principal:String} OR principal_id = {principal:String})
      AND ({subject:String} = '' OR audit.subject = {subject:String})
      AND ({outcome:String} = '' OR audit.outcome = {outcome:String})
      AND (NOT {continued:Bool}
        OR (recorded_at, entry) < (fromUnixTimestamp64Milli({recordedAt:Int64}), {entry:String}))
    ORDER BY recorded_at DESC, entry DESC
    LIMIT 1 BY recorded_at, entry
    LIMIT {limit:UInt32}`,
})

export interface AuditQuery {
  /** The name or the id of a principal. */
  readonly principal?: string | undefined
  readonly subject?: string | undefined
  readonly outcome?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of the audit trail, the newest entry first. @throws {InvalidCursor} */
export async function listAudit(
  store: Store,
  query: AuditQuery,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const limit = pageLimit.parse(query.limit)
  const after = query.cursor === undefined ? null : decodeCursor(place, query.cursor)
  const found = await runQuery(store, page, {
    principal: query.principal ?? '',
    subject: query.subject ?? '',
    outcome: query.outcome ?? '',
    limit: limit + 1,
    continued: after !== null,
    recordedAt: after?.[0] ?? 0,
    entry: after?.[1] ?? '',
  })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, next: last === undefined ? null : encodeCursor([last.recordedAt, last.entry]) }
}
