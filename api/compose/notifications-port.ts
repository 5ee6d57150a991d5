import { warnings } from '../../analytics/warnings/open-warnings.ts'
import { appendDeliveries } from '../../store/notifications/append-delivery.ts'
import { appendNotifications } from '../../store/notifications/append-notifications.ts'
import { findNotifications } from '../../store/notifications/find-notifications.ts'
import { listDeliveries } from '../../store/notifications/list-deliveries.ts'
import { listNotifications } from '../../store/notifications/list-notifications.ts'
import { nextDelivery } from '../../store/notifications/next-delivery.ts'
import { readMarks } from '../../store/notifications/read-marks.ts'
import type { DeliveryRow } from '../../store/notifications/rows.ts'
import type { Store } from '../../store/store.ts'
import type { ApiPorts } from '../app-types.ts'
import type { Assessor } from '../assessor/assessor.ts'
import type { VerdictRecord } from '../assessor/verdict-record.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createDispatcher } from '../notifications/dispatcher.ts'
import type { Endpoint } from '../notifications/endpoint.ts'
import { createNotifications, type Notifications } from '../notifications/notifications.ts'
import { createWatcher } from '../notifications/watcher.ts'
import type { Translators } from '../render/translate.ts'
import { cursorChecked } from './cursor-checked.ts'
import type { Random } from './retry-after.ts'
import type { Schedule } from './schedule.ts'

/** Who is told, and how often projects are looked at, in milliseconds. */
export interface Webhooks {
  readonly endpoints: readonly Endpoint[]
  readonly interval: number
  readonly fetch?: typeof fetch
}

export const noWebhooks: Webhooks = { endpoints: [], interval: 15_000 }

export interface NotificationParts extends Pick<ApiPorts, 'views'> {
  readonly webhooks: Webhooks
  readonly store: Store
  readonly assessor: Assessor
  readonly findVerdict: (id: string) => Promise<VerdictRecord | null>
  readonly translators: Translators
  readonly metrics: Metrics
  readonly logger: ApiPorts['logger']
  readonly now: () => number
  readonly monotonic: () => number
  readonly random: Random
  readonly schedule: Schedule
}

/** Notifications over the store. Logs name endpoints by their ids; addresses and secrets stay out of them. */
export function notificationsPort(parts: NotificationParts): Notifications {
  const { webhooks, store, assessor, logger, metrics, now, schedule } = parts
  const { endpoints, interval } = webhooks

  function onAttempt({
    endpoint,
    notification,
    outcome,
    attempt,
    status,
    error,
    durationMs,
  }: DeliveryRow): void {
    metrics.notificationDeliveries.inc({ outcome })
    const level = outcome === 'delivered' ? 'info' : outcome === 'dead' ? 'error' : 'warn'
    logger[level]({
      event: `notification.${outcome}`,
      endpoint,
      notification,
      attempt,
      status,
      error,
      ms: durationMs,
    })
  }

  const dispatchers = new Map(
    endpoints.map((endpoint) => [
      endpoint.id,
      createDispatcher(endpoint, {
        fetch: webhooks.fetch ?? fetch,
        schedule,
        now,
        monotonic: parts.monotonic,
        random: parts.random,
        interval,
        next: () => nextDelivery(store, endpoint.id),
        record: (row) => appendDeliveries(store, [row]),
        onAttempt,
        onError: (error) =>
          logger.error({ event: 'notification.queue_failed', endpoint: endpoint.id, error }),
      }),
    ]),
  )
  const look = createWatcher({
    endpoints,
    standings: (projects, gate) => assessor.standings(projects, gate),
    current: (projects, gate) => assessor.current(projects, gate),
    warningsOf: async (project) => {
      const known = await assessor.known({ project, at: null, asOf: null })
      const view = known && parts.views.viewOf(known)
      return view === null ? [] : warnings(view)
    },
    readMarks: (projects) => readMarks(store, projects),
    knownIds: async (ids) => new Set((await findNotifications(store, ids)).map(({ id }) => id)),
    append: (notifications, marks) => appendNotifications(store, notifications, marks),
    findContent: async (verdict) => (await parts.findVerdict(verdict))?.content ?? null,
    translators: parts.translators,
    now,
    onError: (project, error) => logger.error({ event: 'notification.compare_failed', project, error }),
  })
  return createNotifications({
    dispatchers,
    look: endpoints.length === 0 ? null : look,
    list: (query) => cursorChecked(listNotifications(store, query)),
    find: async (id) => (await findNotifications(store, [id]))[0] ?? null,
    listDeliveries: (ids) => listDeliveries(store, ids),
    record: (rows) => appendDeliveries(store, rows),
    schedule,
    interval,
    now,
    onError: (error) => logger.error({ event: 'notification.watch_failed', error }),
  })
}
