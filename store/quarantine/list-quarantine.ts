import { z } from 'zod'
import { refusalCode, type RefusalCode } from '../../schemas/refusals.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { pageLimit, storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import type { QuarantineRow } from './append-quarantine.ts'

const known = z.string().transform((text) => (text === '' ? null : text))
const place = z.tuple([storableInstant, z.string()])

const quarantinePage = defineQuery({
  name: 'quarantine-page',
  params: z.object({
    project: z.string(),
    code: z.string(),
    limit: z.int(),
    continued: z.boolean(),
    receivedAt: storableInstant,
    entry: z.string(),
  }),
  row: z.object({
    receivedAt: z.int(),
    entry: z.string(),
    origin: z.string(),
    index: z.int(),
    project: known,
    kind: known,
    id: known,
    code: refusalCode,
    field: known,
    message: z.string(),
    raw: z.string(),
    rawBytes: z.int(),
  }),
  sql: (database) => `
    SELECT toUnixTimestamp64Milli(received_at) AS receivedAt, entry, origin, position AS index,
      project, kind, event_id AS id, code, field, message, raw, raw_bytes AS rawBytes
    FROM ${database}.quarantine
    WHERE ({project:String} = '' OR project = {project:String})
      AND ({code:String} = '' OR code = {code:String})
      AND (NOT {continued:Bool}
        OR (received_at, entry) < (fromUnixTimestamp64Milli({receivedAt:Int64}), {entry:String}))
    ORDER BY received_at DESC, entry DESC
    LIMIT 1 BY received_at, entry
    LIMIT {limit:UInt32}`,
})

/**
 * One page of what was refused, the latest first, with the head of the raw event and the reason.
 *
 * @throws {InvalidCursor}
 */
export async function listQuarantine(
  store: Store,
  query: {
    project?: string | undefined
    code?: RefusalCode | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ events: QuarantineRow[]; next: string | null }> {
  const limit = pageLimit.parse(query.limit)
  const after = query.cursor === undefined ? null : decodeCursor(place, query.cursor)
  const rows = await runQuery(store, quarantinePage, {
    project: query.project ?? '',
    code: query.code ?? '',
    limit: limit + 1,
    continued: after !== null,
    receivedAt: after?.[0] ?? 0,
    entry: after?.[1] ?? '',
  })
  const events = rows.slice(0, limit)
  const last = rows.length > limit ? events.at(-1) : undefined
  return { events, next: last === undefined ? null : encodeCursor([last.receivedAt, last.entry]) }
}
