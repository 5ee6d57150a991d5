import { describe, expect, test } from 'vitest'
import { redeliveryAnswer } from '../../schemas/notifications.ts'
import { endpointOf, secretOf } from '../helpers/notifying.ts'
import {
  bodyOf,
  closedDefect,
  lookAgain,
  newestLog,
  newestState,
  notifyingSuite,
  openDefect,
  page,
  postHold,
  redeliver,
} from '../helpers/notifying-suite.ts'
import { until } from '../helpers/proxy/until.ts'
import { startReceiver } from '../helpers/receiver.ts'

const { clock, open, startOn } = notifyingSuite()

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
    await until('20 s', async () => (await newestLog(notifying)).length === 2)
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
    expect(await notifying.metricsText()).toContain(
      'kanmon_notification_deliveries_total{outcome="failed"} 2',
    )
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
      await until('the log', async () => (await newestLog(notifying)).length === attempt)
      if (attempt < 10) {
        await notifying.idle()
        notifying.timers.advance(6 * 3_600_000)
      }
    }
    const { notifications } = await page(notifying, 'state=dead')
    expect(notifications[0]!.deliveries[0]!.state).toBe('dead')
    expect((await page(notifying, 'state=pending')).notifications).toEqual([])
    expect(notifying.log).toContainEqual(
      expect.objectContaining({ event: 'notification.dead', endpoint: 'qa' }),
    )

    const { id } = notifications[0]!
    const response = await redeliver(notifying, id)
    expect(response.status).toBe(202)
    expect(redeliveryAnswer.parse(await response.json())).toEqual({ id, endpoints: ['qa'] })
    await receiver.count(11)
    await until('delivered', async () => (await newestState(notifying)) === 'delivered')
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]))
  })

  test.each([
    [
      'a redirect is not followed',
      { status: 302, headers: { location: 'http://127.0.0.1:1/inside' } },
      'REDIRECT',
      302,
    ],
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
    const attempt = await until('the log', async () => (await newestLog(notifying))[0])
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
    const log = await until('the log', async () => (await newestLog(notifying))[0])
    expect(Date.parse(log.nextAt!) - Date.parse(log.at)).toBe(3_600_000)
  })
})

test('one endpoint that never answers and one that is away delay no other, and order is kept', async () => {
  const [good, slow, away] = [await startReceiver(), await startReceiver(), await startReceiver()]
  await away.close()
  slow.react('silence')
  const only = { events: ['hold.placed' as const] }
  const notifying = await open({
    endpoints: [
      endpointOf('slow', slow.url, only),
      endpointOf('away', away.url, only),
      endpointOf('good', good.url, only),
    ],
  })
  await startOn(notifying)
  for (const hold of ['h1', 'h2', 'h3']) {
    clock.now += 1000
    await postHold(notifying, hold)
    await lookAgain(notifying)
    await until(hold, () => good.received.some(({ body }) => body.includes(`"${hold}"`)))
  }
  expect(good.received.map((each) => (bodyOf(each).data['hold'] as { hold: string }).hold)).toEqual([
    'h1',
    'h2',
    'h3',
  ])
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
    await until('delivered', async () => (await newestState(second)) === 'delivered')
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
    // What is under way when a process stops is sent again: these are told to the end.
    await until('delivered', async () => (await newestState(first)) === 'delivered')
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
    await until('delivered', async () => (await newestState(second)) === 'delivered')
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
