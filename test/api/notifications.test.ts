import { Webhook } from 'standardwebhooks'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { placeHold } from '../../api/holds.ts'
import { notificationBody, notificationPage, redeliveryAnswer } from '../../schemas/notifications.ts'
import type { Store } from '../../store/store.ts'
import {
  type Notifying,
  endpointOf,
  INTERVAL,
  type NotifyingOptions,
  openNotifying,
  secretOf,
} from '../helpers/notifying.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { until } from '../helpers/proxy/until.ts'
import { type Received, startReceiver } from '../helpers/receiver.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})

let clock: { now: number }
// The library that checks signatures reads the wall clock, so the wall clock is the test's.
beforeEach(() => {
  clock = { now: noon(TODAY) }
  vi.spyOn(Date, 'now').mockImplementation(() => clock.now)
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const table of ['facts', 'verdicts', 'notifications', 'notification_deliveries'])
    await store.write.command({ query: `TRUNCATE TABLE ${store.database}.${table}` })
})

const open = (options: Omit<NotifyingOptions, 'store' | 'clock'>) => openNotifying({ store, clock, ...options })
const bodyOf = ({ body }: Received) => notificationBody.parse(JSON.parse(body))
const eventsOf = (received: readonly Received[]) => received.map((each) => bodyOf(each).data.event)

/** A critical defect that was found and is open: the project that shipped holds. */
const openDefect = (id = 'D9') =>
  fact('defect.reported', {
    defect: id,
    severity: 'critical',
    status: 'open',
    phaseFound: 'st',
    component: 'core',
    detectedAt: '2026-11-19T10:00:00+09:00',
  })
const closedDefect = (id = 'D9') =>
  fact('defect.reported', {
    defect: id,
    severity: 'critical',
    status: 'closed',
    phaseFound: 'st',
    component: 'core',
    detectedAt: '2026-11-19T10:00:00+09:00',
    closedAt: '2026-11-20T12:00:00+09:00',
  })

const marks = () => rowsOf<{ body: string }>(store, `SELECT body FROM ${store.database}.notifications WHERE event = 'mark'`)

/** Starts, and waits until the project was looked at for the first time, which tells nothing. */
async function startOn(notifying: Notifying): Promise<void> {
  await notifying.send(shippingFacts())
  notifying.start()
  await until('the first look', async () => (await marks()).length > 0)
  await notifying.idle()
}

/** Lets the timers of looks and deliveries run once, when all of them are set. */
async function lookAgain(notifying: Notifying): Promise<void> {
  await notifying.idle()
  notifying.timers.advance(INTERVAL)
}

const placed = (hold: string) => ({
  hold,
  office: 'CISO' as const,
  scope: { project: 'p' },
  reason: 'open port',
  placedBy: 'C. Ito',
})
async function postHold({ app }: Notifying, hold: string): Promise<void> {
  const { status } = await app.request('/v1/holds', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(placeHold.parse(placed(hold))),
  })
  expect(status).toBe(201)
}

test('a change of recommendation is told once, signed, with the reasons in both languages', async () => {
  const receiver = await startReceiver()
  const notifying = await open({ endpoints: [endpointOf('qa', receiver.url)] })
  await startOn(notifying)
  clock.now += 1000
  await notifying.send([openDefect()])
  await lookAgain(notifying)
  await until('a change', () => receiver.received.some((each) => bodyOf(each).data.event === 'recommendation.changed'))
  const message = receiver.received.find((each) => bodyOf(each).data.event === 'recommendation.changed')!

  const headers = message.headers as Record<string, string>
  expect(new Webhook(secretOf(1)).verify(message.body, headers)).toEqual(JSON.parse(message.body))
  expect(() => new Webhook(secretOf(2)).verify(message.body, headers)).toThrow('No matching signature')
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')

  const body = bodyOf(message)
  expect(body).toMatchObject({
    specversion: '1.0',
    id: headers['webhook-id'],
    type: 'dev.kanmon.recommendation.changed.v1',
    subject: 'p',
    data: { from: 'SHIP', to: 'HOLD', gate: 'release', name: 'Test project', division: 'Div' },
  })
  expect(body.data.text.en).toMatch(/^Test project at release: SHIP → HOLD\. /)
  expect(body.data.text.ja).toMatch(/^Test project \(release\): SHIP → HOLD。/)
  const { verdict, changes } = body.data as unknown as { verdict: string; changes: { code: string }[] }
  expect((await notifying.app.request(`/v1/verdicts/${verdict}`)).status).toBe(200)
  expect(changes.map(({ code }) => code)).toContain('RECOMMENDATION')

  for (let i = 0; i < 3; i++) await lookAgain(notifying)
  await notifying.idle()
  expect(eventsOf(receiver.received).filter((event) => event === 'recommendation.changed')).toHaveLength(1)
})

test('while a secret is being changed, both sign', async () => {
  const receiver = await startReceiver()
  const notifying = await open({
    endpoints: [endpointOf('qa', receiver.url, { secrets: [secretOf(2), secretOf(1)], events: ['hold.placed'] })],
  })
  await startOn(notifying)
  clock.now += 1000
  await postHold(notifying, 'h1')
  await lookAgain(notifying)
  const [message] = await receiver.count(1)
  for (const seed of [1, 2]) {
    expect(new Webhook(secretOf(seed)).verify(message!.body, message!.headers as Record<string, string>)).toBeTruthy()
  }
})

describe('an attempt that fails', () => {
  test('is tried again later with the same id and body, until it is taken', async () => {
    const receiver = await startReceiver()
    receiver.react(500, 503)
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['hold.placed'] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    await receiver.count(1)
    // Without randomness: 5 s after the first failure, 20 s after the second.
    await until('5 s', () => notifying.timers.pending().includes(5000))
    notifying.timers.advance(4999)
    await until('1 ms', () => notifying.timers.pending().includes(1))
    expect(receiver.received).toHaveLength(1)
    notifying.timers.advance(1)
    await receiver.count(2)
    await until('20 s', async () => (await page(notifying)).notifications[0]!.deliveries[0]!.log.length === 2)
    for (let i = 0; i < 2; i++) await lookAgain(notifying)
    const received = await receiver.count(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)

    const answer = await until('delivered', async () => {
      const found = (await page(notifying)).notifications[0]!
      return found.deliveries[0]!.state === 'delivered' && found
    })
    expect(answer.deliveries[0]!.log.map(({ outcome, status, error }) => [outcome, status, error])).toEqual([
      ['failed', 500, 'STATUS'],
      ['failed', 503, 'STATUS'],
      ['delivered', 200, null],
    ])
    expect(await notifying.metricsText()).toContain('kanmon_notification_deliveries_total{outcome="failed"} 2')
  })

  test('after ten attempts it is given up, visibly, and can be asked for again', async () => {
    const receiver = await startReceiver()
    receiver.react(...Array<number>(10).fill(500))
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['hold.placed'] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    for (let attempt = 1; attempt <= 10; attempt++) {
      await receiver.count(attempt)
      await until('the log', async () => (await page(notifying)).notifications[0]!.deliveries[0]!.log.length === attempt)
      if (attempt < 10) {
        await notifying.idle()
        notifying.timers.advance(6 * 3_600_000)
      }
    }
    const { notifications } = await page(notifying, 'state=dead')
    expect(notifications[0]!.deliveries[0]!.state).toBe('dead')
    expect((await page(notifying, 'state=pending')).notifications).toEqual([])
    expect(notifying.log).toContainEqual(expect.objectContaining({ event: 'notification.dead', endpoint: 'qa' }))

    const { id } = notifications[0]!
    const response = await redeliver(notifying, id)
    expect(response.status).toBe(202)
    expect(redeliveryAnswer.parse(await response.json())).toEqual({ id, endpoints: ['qa'] })
    await receiver.count(11)
    await until('delivered', async () => (await page(notifying)).notifications[0]!.deliveries[0]!.state === 'delivered')
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]))
  })

  test.each([
    ['a redirect is not followed', { status: 302, headers: { location: 'http://127.0.0.1:1/inside' } }, 'REDIRECT', 302],
    ['no answer within ten seconds', 'silence', 'TIMEOUT', null],
  ] as const)('%s', async (_, reaction, error, status) => {
    const receiver = await startReceiver()
    receiver.react(reaction)
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['hold.placed'] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    await receiver.count(1)
    if (reaction === 'silence') {
      await until('the limit', () => notifying.timers.pending().includes(10_000))
      notifying.timers.advance(10_000)
    }
    const attempt = await until('the log', async () => (await page(notifying)).notifications[0]!.deliveries[0]!.log[0])
    expect(attempt).toMatchObject({ outcome: 'failed', error, status })
    expect(receiver.received).toHaveLength(1)
  })

  test('a receiver that is gone for good (410) is not asked again', async () => {
    const receiver = await startReceiver()
    receiver.react(410)
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['hold.placed'] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    await until('dead', async () => (await page(notifying, 'state=dead')).notifications.length === 1)
  })

  test('a receiver that asks for a pause gets it', async () => {
    const receiver = await startReceiver()
    receiver.react({ status: 429, headers: { 'retry-after': '3600' } })
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['hold.placed'] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    const log = await until('the log', async () => (await page(notifying)).notifications[0]!.deliveries[0]!.log[0])
    expect(Date.parse(log.nextAt!) - Date.parse(log.at)).toBe(3_600_000)
  })
})

test('one endpoint that never answers and one that is away delay no other, and order is kept', async () => {
  const [good, slow, away] = [await startReceiver(), await startReceiver(), await startReceiver()]
  await away.close()
  slow.react('silence')
  const only = { events: ['hold.placed' as const] }
  const notifying = await open({
    endpoints: [endpointOf('slow', slow.url, only), endpointOf('away', away.url, only), endpointOf('good', good.url, only)],
  })
  await startOn(notifying)
  for (const hold of ['h1', 'h2', 'h3']) {
    clock.now += 1000
    await postHold(notifying, hold)
    await lookAgain(notifying)
    await until(hold, () => good.received.some(({ body }) => body.includes(`"${hold}"`)))
  }
  expect(good.received.map((each) => (bodyOf(each).data['hold'] as { hold: string }).hold)).toEqual(['h1', 'h2', 'h3'])
  const [log] = await until('the log', async () => {
    const own = (await page(notifying, 'endpoint=away')).notifications.at(-1)!.deliveries
    const found = own.find(({ endpoint }) => endpoint === 'away')!.log
    return found.length > 0 && found
  })
  expect(log).toMatchObject({ outcome: 'failed', status: null, error: 'ECONNREFUSED' })
})

describe('a process that ends', () => {
  test('in the middle of a delivery: the next one delivers it, under the same id', async () => {
    const receiver = await startReceiver()
    receiver.react('silence')
    const endpoints = [endpointOf('qa', receiver.url, { events: ['hold.placed'] })]
    const first = await open({ endpoints })
    await startOn(first)
    clock.now += 1000
    await postHold(first, 'h1')
    await lookAgain(first)
    await receiver.count(1)
    await first.stop()

    const second = await open({ endpoints })
    second.start()
    const received = await receiver.count(2)
    expect(received[0]!.headers['webhook-id']).toBe(received[1]!.headers['webhook-id'])
    await until('delivered', async () => (await page(second)).notifications[0]!.deliveries[0]!.state === 'delivered')
    expect((await page(second)).notifications).toHaveLength(1)
  })

  test('forgets nothing that happened meanwhile, and repeats nothing it has told', async () => {
    const receiver = await startReceiver()
    const endpoints = [endpointOf('qa', receiver.url, { events: ['recommendation.changed'] })]
    const first = await open({ endpoints })
    await startOn(first)
    clock.now += 1000
    await first.send([openDefect()])
    await lookAgain(first)
    await receiver.count(1)
    await first.stop()

    clock.now += 1000
    await first.send([closedDefect()])
    const second = await open({ endpoints })
    second.start()
    const received = await receiver.count(2)
    expect(received.map((each) => [bodyOf(each).data['from'], bodyOf(each).data['to']])).toEqual([
      ['SHIP', 'HOLD'],
      ['HOLD', 'SHIP'],
    ])
    await second.stop()

    const third = await open({ endpoints })
    third.start()
    await third.idle()
    expect(receiver.received).toHaveLength(2)
  })
})

test('two processes that see the same note it once', async () => {
  const receiver = await startReceiver()
  const endpoints = [endpointOf('qa', receiver.url, { events: ['recommendation.changed'] })]
  const [one, two] = [await open({ endpoints }), await open({ endpoints })]
  await startOn(one)
  two.start()
  await two.idle()
  clock.now += 1000
  await one.send([openDefect()])
  await Promise.all([lookAgain(one), lookAgain(two)])
  await receiver.count(1)
  await Promise.all([one.idle(), two.idle()])
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect((await page(one)).notifications).toHaveLength(1)
})

describe('what is told', () => {
  test('a hold placed and lifted, before the recommendation that follows from it', async () => {
    const receiver = await startReceiver()
    const events = ['hold.placed', 'hold.lifted', 'recommendation.changed'] as const
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: [...events] })] })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    await receiver.count(2)
    clock.now += 1000
    const lift = { office: 'CISO', reason: 'closed', liftedBy: 'C. Ito' }
    await notifying.app.request('/v1/holds/h1/lift', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(lift),
    })
    await lookAgain(notifying)
    const received = await receiver.count(4)
    expect(eventsOf(received.slice(0, 2)).sort()).toEqual(['hold.placed', 'recommendation.changed'])
    expect(eventsOf(received.slice(2)).sort()).toEqual(['hold.lifted', 'recommendation.changed'])
    const hold = received.map(bodyOf).find(({ data }) => data.event === 'hold.placed')!
    expect(hold.data.text).toEqual({
      en: 'Test project: the CISO placed the hold h1 (project:p): open port',
      ja: 'Test project: CISO が保留 h1 (project:p) を指示しました: open port',
    })
  })

  test('only to those who asked for the event, the project and the division', async () => {
    const receivers = await Promise.all(Array.from({ length: 4 }, startReceiver))
    const [all, otherEvent, otherProject, ownDivision] = receivers.map(({ url }) => url)
    const placedOnly = { events: ['hold.placed' as const] }
    const notifying = await open({
      endpoints: [
        endpointOf('all', all!, placedOnly),
        endpointOf('other-event', otherEvent!, { events: ['waiver.expired'] }),
        endpointOf('other-project', otherProject!, { ...placedOnly, projects: ['q'] }),
        endpointOf('own-division', ownDivision!, { ...placedOnly, projects: ['q'], divisions: [declaration.division] }),
      ],
    })
    await startOn(notifying)
    clock.now += 1000
    await postHold(notifying, 'h1')
    await lookAgain(notifying)
    await receivers[0]!.count(1)
    await receivers[3]!.count(1)
    expect(receivers.map(({ received }) => received.length)).toEqual([1, 0, 0, 1])
    const [notification] = (await page(notifying)).notifications
    expect(notification!.deliveries.map(({ endpoint }) => endpoint)).toEqual(['all', 'own-division'])
  })

  test('an early warning when it comes up, and not again while it stays', async () => {
    const receiver = await startReceiver()
    const notifying = await open({ endpoints: [endpointOf('qa', receiver.url, { events: ['warning.raised'] })] })
    await startOn(notifying)
    clock.now += 1000
    const reviewOfUnknown = (review: string) =>
      fact('review.held', {
        review,
        phase: 'nowhere',
        date: TODAY,
        effortHours: 2,
        findings: { critical: 0, major: 0, minor: 1 },
      })
    await notifying.send([reviewOfUnknown('r1')])
    await lookAgain(notifying)
    const [message] = await receiver.count(1)
    expect(bodyOf(message!).data).toMatchObject({ event: 'warning.raised', code: 'UNKNOWN_NAME', about: 'nowhere' })
    clock.now += 1000
    await notifying.send([reviewOfUnknown('r2')])
    await lookAgain(notifying)
    await notifying.idle()
    expect(receiver.received).toHaveLength(1)
  })
})

test('neither secrets nor addresses are logged or answered', async () => {
  const receiver = await startReceiver()
  receiver.react(500, 'silence')
  const notifying = await open({
    endpoints: [endpointOf('qa', `${receiver.url}?token=in-the-address`, { events: ['hold.placed'] })],
  })
  await startOn(notifying)
  clock.now += 1000
  await postHold(notifying, 'h1')
  await lookAgain(notifying)
  await receiver.count(1)
  await until('the log', () => notifying.log.some(({ event }) => event === 'notification.failed'))
  const answer = JSON.stringify(await page(notifying))
  for (const text of [JSON.stringify(notifying.log), answer, await notifying.metricsText()]) {
    expect(text).not.toContain('in-the-address')
    expect(text).not.toContain(secretOf(1).slice(6, 20))
  }
  expect(notifying.log.filter(({ event }) => event === 'notification.failed')).toEqual([
    expect.objectContaining({ endpoint: 'qa', attempt: 1, status: 500, error: 'STATUS' }),
  ])
})

test('a notification or webhook that is not there is a typed problem', async () => {
  const notifying = await open({ endpoints: [] })
  const none = 'a'.repeat(64)
  expect((await notifying.app.request(`/v1/notifications/${none}`)).status).toBe(404)
  expect(await (await redeliver(notifying, none)).json()).toMatchObject({ code: 'NOTIFICATION_NOT_FOUND' })
})

async function page({ app }: Notifying, query = '') {
  return notificationPage.parse(await (await app.request(`/v1/notifications?${query}`)).json())
}

async function redeliver({ app }: Notifying, id: string): Promise<Response> {
  return app.request(`/v1/notifications/${id}/redeliver`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
}
