import { z } from 'zod'
import { deliveryOutcome, notificationEvent } from '../../schemas/notifications.ts'
import { storableInstant } from '../params.ts'

/** A notification as kept. `body` is the text that is sent; instants are milliseconds. */
export const notificationRow = z.object({
  id: z.string(),
  event: notificationEvent,
  project: z.string(),
  notedAt: storableInstant,
  endpoints: z.array(z.string()),
  body: z.string(),
})
export type NotificationRow = z.infer<typeof notificationRow>

/** What was last seen of a project, as text of JSON. */
export interface MarkRow {
  readonly project: string
  readonly notedAt: number
  readonly body: string
}

/** One attempt at an endpoint, or a request to try again. */
export const deliveryRow = z.object({
  endpoint: z.string(),
  notification: z.string(),
  /** Grows by one with each row of the endpoint and notification. */
  number: z.int().min(1),
  at: storableInstant,
  outcome: deliveryOutcome,
  /** Attempts since the notification was noted or asked for again. */
  attempt: z.int().min(0),
  status: z.int().min(0).max(65_535),
  error: z.string(),
  durationMs: z.int().min(0).max(4_294_967_295),
  nextAt: storableInstant,
})
export type DeliveryRow = z.infer<typeof deliveryRow>

export const NOTIFICATION_COLUMNS =
  'id, event, project, toUnixTimestamp64Milli(noted_at) AS notedAt, endpoints, body'

export const DELIVERY_COLUMNS = `endpoint, notification, number, toUnixTimestamp64Milli(at) AS atMs, outcome, attempt,
      status, error, duration_ms AS durationMs, toUnixTimestamp64Milli(next_at) AS nextAt`

/** A row as `DELIVERY_COLUMNS` names it. */
export const selectedDelivery = z.preprocess((value: unknown) => {
  if (typeof value !== 'object' || value === null || !('atMs' in value)) return value
  const { atMs, ...rest } = value
  return { ...rest, at: atMs }
}, deliveryRow)
