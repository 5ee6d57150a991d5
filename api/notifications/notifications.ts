import type { Schedule } from '../compose/schedule.ts'
import type { NotificationAnswer } from '../../schemas/notifications.ts'
import { notificationBody } from '../../schemas/notifications.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { NotificationQuery } from '../../store/notifications/list-notifications.ts'
import type { DeliveryRow, NotificationRow } from '../../store/notifications/rows.ts'
import type { Dispatcher } from './dispatcher.ts'

export interface NotificationPorts {
  /** The endpoints that are configured, each with what delivers to it. */
  readonly dispatchers: ReadonlyMap<string, Dispatcher>
  /** Looks for what there is to tell; null when nobody is to be told. */
  readonly look: (() => Promise<number>) | null
  readonly list: (
    query: NotificationQuery,
  ) => Promise<{ notifications: NotificationRow[]; next: string | null }>
  readonly find: (id: string) => Promise<NotificationRow | null>
  readonly listDeliveries: (ids: readonly string[]) => Promise<DeliveryRow[]>
  readonly record: (rows: readonly DeliveryRow[]) => Promise<void>
  readonly schedule: Schedule
  /** Between two looks, in milliseconds. */
  readonly interval: number
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

export interface Notifications {
  list(query: NotificationQuery): Promise<{ notifications: NotificationAnswer[]; next: string | null }>
  find(id: string): Promise<NotificationAnswer | null>
  /**
   * Has a notification sent again under its own id, and returns to whom.
   *
   * @throws {KanmonError} NOTIFICATION_NOT_FOUND, WEBHOOK_NOT_FOUND
   */
  redeliver(id: string, endpoint: string | undefined): Promise<string[]>
  /** Starts to watch and to deliver; without any webhook it does nothing. */
  start(): void
  stop(): Promise<void>
}

export function createNotifications(ports: NotificationPorts): Notifications {
  const { dispatchers, look, schedule, interval } = ports
  let isStopped = false
  let looking: Promise<void> = Promise.resolve()
  let callOff: () => void = () => undefined

  function lookNow(work: () => Promise<number>): void {
    looking = work()
      .then((count) => {
        if (count > 0) for (const dispatcher of dispatchers.values()) dispatcher.wake()
      })
      .catch(ports.onError)
      .then(() => {
        if (!isStopped) callOff = schedule(interval, () => lookNow(work))
      })
  }

  async function answers(rows: readonly NotificationRow[]): Promise<NotificationAnswer[]> {
    const log = await ports.listDeliveries(rows.map(({ id }) => id))
    return rows.map((row) => answerOf(row, log, dispatchers))
  }

  return {
    list: async (query) => {
      const { notifications, next } = await ports.list(query)
      return { notifications: await answers(notifications), next }
    },
    find: async (id) => {
      const row = await ports.find(id)
      return row === null ? null : ((await answers([row]))[0] ?? null)
    },
    redeliver: async (id, endpoint) => {
      const row = await ports.find(id)
      if (row === null) throw new KanmonError('NOTIFICATION_NOT_FOUND', `there is no notification ${id}`)
      const wanted = endpoint === undefined ? row.endpoints : [endpoint]
      const reachable = wanted.filter((each) => row.endpoints.includes(each) && dispatchers.has(each))
      if (reachable.length === 0) {
        const detail = `no webhook of notification ${id} is configured${endpoint === undefined ? '' : ` as ${endpoint}`}`
        throw new KanmonError('WEBHOOK_NOT_FOUND', detail, { field: 'endpoint' })
      }
      const log = await ports.listDeliveries([id])
      const at = ports.now()
      await ports.record(reachable.map((each) => requested(each, id, log, at)))
      for (const each of reachable) dispatchers.get(each)?.wake()
      return reachable
    },
    start: () => {
      if (look === null) return
      for (const dispatcher of dispatchers.values()) dispatcher.wake()
      lookNow(look)
    },
    stop: async () => {
      isStopped = true
      callOff()
      await Promise.all([looking, ...[...dispatchers.values()].map((dispatcher) => dispatcher.stop())])
    },
  }
}

function requested(
  endpoint: string,
  notification: string,
  log: readonly DeliveryRow[],
  at: number,
): DeliveryRow {
  const numbers = log.filter((row) => row.endpoint === endpoint).map(({ number }) => number)
  const number = Math.max(0, ...numbers) + 1
  const none = { attempt: 0, status: 0, error: '', durationMs: 0 }
  return { endpoint, notification, number, at, outcome: 'requested', nextAt: at, ...none }
}

const iso = (instant: number) => new Date(instant).toISOString()

function answerOf(
  row: NotificationRow,
  log: readonly DeliveryRow[],
  configured: ReadonlyMap<string, unknown>,
): NotificationAnswer {
  const { id, event, project, notedAt, endpoints } = row
  return {
    id,
    event,
    project,
    notedAt: iso(notedAt),
    text: notificationBody.parse(JSON.parse(row.body)).data.text,
    deliveries: endpoints.map((endpoint) => {
      const own = log.filter((each) => each.notification === id && each.endpoint === endpoint)
      const outcome = own.at(-1)?.outcome
      const isSettled = outcome === 'delivered' || outcome === 'dead'
      return {
        endpoint,
        state: isSettled ? outcome : configured.has(endpoint) ? 'pending' : 'removed',
        log: own.map((each) => ({
          number: each.number,
          at: iso(each.at),
          outcome: each.outcome,
          status: each.status === 0 ? null : each.status,
          error: each.error === '' ? null : each.error,
          durationMs: each.durationMs,
          nextAt: each.outcome === 'failed' || each.outcome === 'requested' ? iso(each.nextAt) : null,
        })),
      }
    }),
  }
}
