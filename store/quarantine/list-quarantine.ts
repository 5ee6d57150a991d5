import { z } from 'zod'
import type { RefusalCode } from '../../schemas/refusals.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { pageLimit, storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { ENTRY_COLUMNS, entryRow, type QuarantineEntry, standing } from './rows.ts'
import { withRaw } from './with-raw.ts'

const place = z.tuple([storableInstant, z.string()])

const page = (order: 'ASC' | 'DESC') =>
  defineQuery({
    name: 'quarantine-page',
    params: z.object({
      project: z.string(),
      some: z.boolean(),
      visible: z.array(z.string()),
      code: z.string(),
      state: z.string(),
      limit: z.int(),
      continued: z.boolean(),
      receivedAt: storableInstant,
      entry: z.string(),
    }),
    row: entryRow,
    sql: (database) => `
    SELECT ${ENTRY_COLUMNS}
    FROM ${standing(
      database,
      `({project:String} = '' OR q.project = {project:String})
        AND (NOT {some:Bool} OR q.project IN {visible:Array(String)})`,
    )}
    WHERE ({code:String} = '' OR code = {code:String})
      AND ({state:String} = '' OR ({state:String} = 'replayed') = (replayed_at > 0))
      AND (NOT {continued:Bool}
        OR (received_at, entry) ${order === 'ASC' ? '>' : '<'} (fromUnixTimestamp64Milli({receivedAt:Int64}), {entry:String}))
    ORDER BY received_at ${order}, entry ${order}
    LIMIT 1 BY received_at, entry
    LIMIT {limit:UInt32}`,
  })
const newestFirst = page('DESC')
const oldestFirst = page('ASC')

export interface QuarantineQuery {
  readonly project?: string | undefined
  /** Only entries about these; null or nothing = all, those about nothing known among them. */
  readonly visible?: readonly string[] | null
  /** The newest reason of an entry. */
  readonly code?: RefusalCode | undefined
  readonly state?: 'open' | 'replayed' | undefined
  readonly order?: 'newest' | 'oldest'
  readonly limit: number
  readonly cursor?: string | undefined
}

/**
 * One page of what was refused, the latest first unless told otherwise, with the head of the raw event and
 * the newest reason.
 *
 * @throws {InvalidCursor}
 */
export async function listQuarantine(
  store: Store,
  query: QuarantineQuery,
): Promise<{ events: QuarantineEntry[]; next: string | null }> {
  const limit = pageLimit.parse(query.limit)
  const after = query.cursor === undefined ? null : decodeCursor(place, query.cursor)
  const rows = await runQuery(store, query.order === 'oldest' ? oldestFirst : newestFirst, {
    project: query.project ?? '',
    some: query.visible != null,
    visible: [...(query.visible ?? [])],
    code: query.code ?? '',
    state: query.state ?? '',
    limit: limit + 1,
    continued: after !== null,
    receivedAt: after?.[0] ?? 0,
    entry: after?.[1] ?? '',
  })
  const events = await withRaw(store, rows.slice(0, limit))
  const last = rows.length > limit ? events.at(-1) : undefined
  return { events, next: last === undefined ? null : encodeCursor([last.receivedAt, last.entry]) }
}
