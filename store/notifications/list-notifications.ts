import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { pageLimit, storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { NOTIFICATION_COLUMNS, type NotificationRow, notificationRow } from './rows.ts'

const place = z.tuple([storableInstant, z.string()])

const page = defineQuery({
  name: 'notification-page',
  params: z.object({
    project: z.string(),
    isAll: z.boolean(),
    projects: z.array(z.string()),
    event: z.string(),
    endpoint: z.string(),
    isPending: z.boolean(),
    isDead: z.boolean(),
    limit: z.int(),
    continued: z.boolean(),
    notedAt: storableInstant,
    id: z.string(),
  }),
  row: notificationRow,
  sql: (database) => `
    SELECT ${NOTIFICATION_COLUMNS}
    FROM (
      SELECT * FROM ${database}.notifications
      WHERE event != 'mark'
        AND ({project:String} = '' OR project = {project:String})
        AND ({isAll:Bool} OR project IN {projects:Array(String)})
        AND ({event:String} = '' OR event = {event:String})
        AND ({endpoint:String} = '' OR has(endpoints, {endpoint:String}))
      ORDER BY noted_at
      LIMIT 1 BY id
    ) AS n
    LEFT JOIN (
      SELECT notification, countIf(newest IN ('delivered', 'dead')) AS settled, countIf(newest = 'dead') AS dead
      FROM ${latest(database)}
      GROUP BY notification
    ) AS s ON s.notification = n.id
    WHERE (NOT {continued:Bool} OR (noted_at, id) < (fromUnixTimestamp64Milli({notedAt:Int64}), {id:String}))
      AND (NOT {isPending:Bool} OR s.settled < if({endpoint:String} = '', length(endpoints), 1))
      AND (NOT {isDead:Bool} OR s.dead > 0)
    ORDER BY noted_at DESC, id DESC
    LIMIT {limit:UInt32}`,
})

/** How each endpoint and notification stands. */
const latest = (database: string) => `(
          SELECT endpoint, notification, argMax(outcome, (number, at)) AS newest
          FROM ${database}.notification_deliveries
          WHERE {endpoint:String} = '' OR endpoint = {endpoint:String}
          GROUP BY endpoint, notification
        )`

export interface NotificationQuery {
  readonly project?: string | undefined
  /** Of these projects only; null = of all. */
  readonly projects: readonly string[] | null
  readonly event?: string | undefined
  readonly endpoint?: string | undefined
  /** `dead`: given up at an endpoint; `pending`: not tried yet, or to be tried again. */
  readonly state?: 'dead' | 'pending' | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of notifications, the latest first. @throws {InvalidCursor} */
export async function listNotifications(
  store: Store,
  query: NotificationQuery,
): Promise<{ notifications: NotificationRow[]; next: string | null }> {
  const limit = pageLimit.parse(query.limit)
  const after = query.cursor === undefined ? null : decodeCursor(place, query.cursor)
  const rows = await runQuery(store, page, {
    project: query.project ?? '',
    isAll: query.projects === null,
    projects: [...(query.projects ?? [])],
    event: query.event ?? '',
    endpoint: query.endpoint ?? '',
    isPending: query.state === 'pending',
    isDead: query.state === 'dead',
    limit: limit + 1,
    continued: after !== null,
    notedAt: after?.[0] ?? 0,
    id: after?.[1] ?? '',
  })
  const notifications = rows.slice(0, limit)
  const last = rows.length > limit ? notifications.at(-1) : undefined
  return { notifications, next: last === undefined ? null : encodeCursor([last.notedAt, last.id]) }
}
