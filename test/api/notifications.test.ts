import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { endpointOf, secretOf } from '../helpers/notifying.ts'
import {
  bodyOf,
  eventsOf,
  lookAgain,
  notifyingSuite,
  openDefect,
  page,
  postHold,
} from '../helpers/notifying-suite.ts'
import { declaration, fact, TODAY } from '../helpers/project-facts.ts'
import { until } from '../helpers/proxy/until.ts'
import { startReceiver } from '../helpers/receiver.ts'

const { clock, open, startOn } = notifyingSuite()

test('a change of recommendation is told once, signed, with the reasons in both languages', async () => {
  const receiver = await startReceiver()
  const notifying = await open({ endpoints: [endpointOf('qa', receiver.url)] })
  await startOn(notifying)
  clock.now += 1000
  await notifying.send([openDefect()])
  await lookAgain(notifying)
  await until('a change', () =>
    receiver.received.some((each) => bodyOf(each).data.event === 'recommendation.changed'),
  )
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
    endpoints: [
      endpointOf('qa', receiver.url, { secrets: [secretOf(2), secretOf(1)], events: ['hold.placed'] }),
    ],
  })
  await startOn(notifying)
  clock.now += 1000
  await postHold(notifying, 'h1')
  await lookAgain(notifying)
  const [message] = await receiver.count(1)
  for (const seed of [1, 2]) {
    expect(
      new Webhook(secretOf(seed)).verify(message!.body, message!.headers as Record<string, string>),
    ).toBeTruthy()
  }
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
        endpointOf('own-division', ownDivision!, {
          ...placedOnly,
          projects: ['q'],
          divisions: [declaration.division],
        }),
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
    const notifying = await open({
      endpoints: [endpointOf('qa', receiver.url, { events: ['warning.raised'] })],
    })
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
    expect(bodyOf(message!).data).toMatchObject({
      event: 'warning.raised',
      code: 'UNKNOWN_NAME',
      about: 'nowhere',
    })
    clock.now += 1000
    await notifying.send([reviewOfUnknown('r2')])
    await lookAgain(notifying)
    await notifying.idle()
    expect(receiver.received).toHaveLength(1)
  })
})
