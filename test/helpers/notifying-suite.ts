import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { placeHold } from '../../api/holds.ts'
import { notificationBody, notificationPage } from '../../schemas/notifications.ts'
import type { Store } from '../../store/store.ts'
import { type Notifying, type NotifyingOptions, INTERVAL, openNotifying } from './notifying.ts'
import { fact, noon, shippingFacts, TODAY } from './project-facts.ts'
import { until } from './proxy/until.ts'
import type { Received } from './receiver.ts'
import { openTestStore, rowsOf } from './store.ts'

export const bodyOf = ({ body }: Received) => notificationBody.parse(JSON.parse(body))
export const eventsOf = (received: readonly Received[]) => received.map((each) => bodyOf(each).data.event)

/** Lets the timers of looks and deliveries run once, when all of them are set. */
export async function lookAgain(notifying: Notifying): Promise<void> {
  await notifying.idle()
  notifying.timers.advance(INTERVAL)
}

/** The CISO places a hold on project `p`. */
export async function postHold({ app }: Notifying, hold: string): Promise<void> {
  const request = { hold, office: 'CISO', scope: { project: 'p' }, reason: 'open port', placedBy: 'C. Ito' }
  const { status } = await app.request('/v1/holds', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(placeHold.parse(request)),
  })
  expect(status).toBe(201)
}

export async function page({ app }: Notifying, query = '') {
  return notificationPage.parse(await (await app.request(`/v1/notifications?${query}`)).json())
}

/** The log of the newest notification at its first endpoint. */
export async function newestLog(notifying: Notifying) {
  return (await page(notifying)).notifications[0]?.deliveries[0]?.log ?? []
}

/** What came of the newest notification at its first endpoint. */
export async function newestState(notifying: Notifying) {
  return (await page(notifying)).notifications[0]?.deliveries[0]?.state
}

export async function redeliver({ app }: Notifying, id: string): Promise<Response> {
  return app.request(`/v1/notifications/${id}/redeliver`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
}

/** A store for the tests of a file, emptied after each, and a clock that stands at noon of TODAY before each. */
export function notifyingSuite() {
  let store: Store
  const clock = { now: 0 }
  beforeAll(async () => {
    store = await openTestStore()
  })
  // The library that checks signatures reads the wall clock, so the wall clock is the test's.
  beforeEach(() => {
    clock.now = noon(TODAY)
    vi.spyOn(Date, 'now').mockImplementation(() => clock.now)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const table of ['facts', 'verdicts', 'notifications', 'notification_deliveries'])
      await store.write.command({ query: `TRUNCATE TABLE ${store.database}.${table}` })
  })
  const marks = () => rowsOf(store, `SELECT body FROM ${store.database}.notifications WHERE event = 'mark'`)

  return {
    clock,
    open: (options: Omit<NotifyingOptions, 'store' | 'clock'>) => openNotifying({ store, clock, ...options }),
    /** Starts, and waits until the project was looked at for the first time, which tells nothing. */
    startOn: async (notifying: Notifying): Promise<void> => {
      await notifying.send(shippingFacts())
      notifying.start()
      await until('the first look', async () => (await marks()).length > 0)
      await notifying.idle()
    },
  }
}

/** A critical defect that was found and is open: the project that shipped holds. */
export const openDefect = (id = 'D9') =>
  fact('defect.reported', {
    defect: id,
    severity: 'critical',
    status: 'open',
    phaseFound: 'st',
    component: 'core',
    detectedAt: '2026-11-19T10:00:00+09:00',
  })
export const closedDefect = (id = 'D9') =>
  fact('defect.reported', {
    defect: id,
    severity: 'critical',
    status: 'closed',
    phaseFound: 'st',
    component: 'core',
    detectedAt: '2026-11-19T10:00:00+09:00',
    closedAt: '2026-11-20T12:00:00+09:00',
  })
