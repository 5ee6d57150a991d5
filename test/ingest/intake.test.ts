import { expect, test } from 'vitest'
import { receiveDelivery } from '../../ingest/http/receive-delivery.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { listQuarantine } from '../../store/quarantine/list-quarantine.ts'
import type { Store } from '../../store/store.ts'
import { holdPlaced, makeEvent, NOW, testsReported } from '../helpers/events.ts'
import { deferred, makeIntake, streamOf, toCandidates } from '../helpers/intake.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const store = await openTestStore()
const ids = async (subject: string, knownUntil = NOW * 1.2) =>
  (await loadFactLog(store, { projects: [subject], knownUntil: Math.floor(knownUntil) })).map(({ id }) => id)
const rawRows = (subject: string) =>
  rowsOf<{ event_id: string }>(store, `SELECT event_id FROM kanmon.facts WHERE project = '${subject}'`)

/** A store whose inserts do what the test says. */
function withInserts(exec: (pass: () => Promise<unknown>, query: string) => Promise<unknown>): Store {
  const write = new Proxy(store.write, {
    get: (target, name, receiver) => {
      if (name !== 'exec') return Reflect.get(target, name, receiver) as unknown
      return (params: Parameters<typeof target.exec>[0]) => exec(() => target.exec(params), params.query)
    },
  })
  return { ...store, write }
}
const failure = (code: string) => Object.assign(new Error('failed'), { code })

test('bad events among good ones are quarantined, each with its index, and the good ones are stored', async () => {
  const subject = 'mixed'
  const intake = await makeIntake(store)
  const events = [
    makeEvent('m-1', { subject }),
    { nonsense: true },
    makeEvent('m-2', { subject }),
    makeEvent('m-3', { subject, ...testsReported({ executed: 5e9 }) }),
  ]
  const body = `${events.map((event) => JSON.stringify(event)).join('\n')}\n{"a":`
  const answer = await receiveDelivery(
    intake,
    { contentType: 'application/x-ndjson', contentEncoding: null, body: streamOf(body) },
    'test:mixed',
  )
  expect(answer).toMatchObject({ ok: true, receipt: { accepted: 2, duplicates: 0 } })
  expect(
    answer.ok && answer.receipt.quarantined.map(({ index, id, code, field }) => [index, id, code, field]),
  ).toEqual([
    [1, null, 'MISSING_FIELD', 'specversion'],
    [3, 'm-3', 'OUT_OF_RANGE', 'data.executed'],
    [4, null, 'MALFORMED_JSON', null],
  ])
  expect(await ids(subject)).toEqual(['m-1', 'm-2'])
  const { events: kept } = await listQuarantine(store, { limit: 10 })
  expect(kept[1]).toMatchObject({
    origin: 'test:mixed',
    index: 3,
    project: subject,
    kind: 'tests.reported',
    id: 'm-3',
    code: 'OUT_OF_RANGE',
    field: 'data.executed',
    message: 'data.executed must be at most 1000000000, got 5000000000',
    raw: JSON.stringify(events[3]),
  })
  expect(
    (await listQuarantine(store, { project: subject, code: 'OUT_OF_RANGE', limit: 10 })).events,
  ).toHaveLength(1)
  const first = await listQuarantine(store, { limit: 1 })
  const second = await listQuarantine(store, { limit: 1, cursor: first.next! })
  expect([first.events[0]!.index, second.events[0]!.index]).toEqual([4, 3])
})

test('an event sent again counts as accepted and duplicate, and is not written: in one body, later, after a restart', async () => {
  const subject = 'again'
  const intake = await makeIntake(store)
  const event = makeEvent('a-1', { subject })
  const other = makeEvent('a-2', { subject })
  expect(await intake.deliver(toCandidates([event, event, other]), 'test')).toEqual({
    accepted: 3,
    duplicates: 1,
    quarantined: [],
  })
  expect(await intake.deliver(toCandidates([other, event]), 'test')).toEqual({
    accepted: 2,
    duplicates: 2,
    quarantined: [],
  })
  const restarted = await makeIntake(store)
  expect(await restarted.deliver(toCandidates([event]), 'test')).toEqual({
    accepted: 1,
    duplicates: 1,
    quarantined: [],
  })
  const both = await Promise.all(
    [makeEvent('a-3', { subject }), makeEvent('a-3', { subject })].map((each) =>
      restarted.deliver(toCandidates([each]), 'test'),
    ),
  )
  expect(both.map(({ duplicates }) => duplicates)).toEqual([0, 1])
  expect(await rawRows(subject)).toHaveLength(3)
})

test('an id used for other content is refused and names the first, in one body and later', async () => {
  const subject = 'reused'
  const intake = await makeIntake(store)
  const event = makeEvent('r-1', { subject })
  const changed = { ...event, data: { ...event.data, amount: 9 } }
  const message =
    'id "r-1" of source "https://ci.example/job" was used before, with other content, for cost.booked of 2026-03-01T00:00:00.000Z; a correction needs an id of its own'
  const refused = (index: number) => ({ index, id: 'r-1', code: 'ID_REUSED', field: 'id', message })
  expect(await intake.deliver(toCandidates([event, changed]), 'test')).toEqual({
    accepted: 1,
    duplicates: 0,
    quarantined: [refused(1)],
  })
  expect(await intake.deliver(toCandidates([changed, event]), 'test')).toEqual({
    accepted: 1,
    duplicates: 1,
    quarantined: [refused(0)],
  })
})

test('what was sent about another project first does not take an id from this one', async () => {
  const intake = await makeIntake(store)
  const event = makeEvent('mine-1', { subject: 'mine' })
  const first = { ...event, subject: 'theirs', data: { ...event.data, amount: 9 } }
  expect(await intake.deliver(toCandidates([first]), 'test')).toMatchObject({ accepted: 1 })
  expect(await intake.deliver(toCandidates([event]), 'test')).toEqual({
    accepted: 1,
    duplicates: 0,
    quarantined: [],
  })
  expect(await ids('mine')).toEqual(['mine-1'])
})

test('a body that is no JSON is kept in the quarantine', async () => {
  const intake = await makeIntake(store)
  const answer = await receiveDelivery(
    intake,
    { contentType: 'application/json', contentEncoding: null, body: streamOf('{"half":') },
    'test:half',
  )
  expect(answer).toMatchObject({ ok: false, failure: { code: 'MALFORMED_BODY' } })
  const { events } = await listQuarantine(store, { code: 'MALFORMED_JSON', limit: 1 })
  expect(events[0]).toMatchObject({ origin: 'test:half', raw: '{"half":', rawBytes: 8 })
})

test('an answer never comes before its rows, and an insert in flight holds the settled instant back', async () => {
  const subject = 'flight'
  const gate = deferred()
  const started = deferred()
  const slow = withInserts(async (pass) => {
    started.resolve()
    await gate.promise
    return pass()
  })
  const intake = await makeIntake(slow)
  const before = intake.settledUntil()
  const delivery = intake.deliver(toCandidates([makeEvent('f-1', { subject })]), 'test')
  await started.promise
  const during = intake.settledUntil()
  expect(during).toBeGreaterThanOrEqual(before)
  expect(await ids(subject, during)).toEqual([])
  gate.resolve()
  await delivery
  const [stored] = await loadFactLog(store, { projects: [subject], knownUntil: intake.settledUntil() })
  expect(stored!.receivedAt).toBeGreaterThan(during)
  expect(await ids(subject, during)).toEqual([])
})

test('a failure that passes is retried with the same block, also when the rows had been written', async () => {
  const subject = 'retried'
  let calls = 0
  const flaky = withInserts(async (pass) => {
    calls++
    if (calls === 1) throw failure('241')
    const result = await pass()
    if (calls === 2) throw failure('ECONNRESET')
    return result
  })
  const intake = await makeIntake(flaky)
  expect(await intake.deliver(toCandidates([makeEvent('t-1', { subject })]), 'test')).toMatchObject({
    accepted: 1,
  })
  expect(calls).toBe(3)
  expect(await rawRows(subject)).toHaveLength(1)
})

test('a store that stays down rejects the delivery; the same ids sent again are stored once', async () => {
  const subject = 'down'
  let isDown = true
  const intake = await makeIntake(
    withInserts((pass) => (isDown ? Promise.reject(failure('ECONNREFUSED')) : pass())),
  )
  const events = toCandidates([makeEvent('d-1', { subject }), {}])
  const before = intake.settledUntil()
  await expect(intake.deliver(events, 'test')).rejects.toMatchObject({ code: 'INTAKE_UNAVAILABLE' })
  // Nobody knows what became of the block, so nothing from its instant on is settled.
  expect(intake.settledUntil()).toBe(before)
  isDown = false
  expect(await intake.deliver(events, 'test')).toMatchObject({ accepted: 1, duplicates: 0 })
  expect(await ids(subject)).toEqual(['d-1'])
})

test('an unknown failure is not retried and rejects the delivery', async () => {
  let calls = 0
  const intake = await makeIntake(withInserts(() => (calls++, Promise.reject(failure('60')))))
  await expect(intake.deliver(toCandidates([makeEvent('u-1')]), 'test')).rejects.toMatchObject({
    code: 'INTAKE_UNAVAILABLE',
  })
  expect(calls).toBe(1)
})

test('a row that the store itself refuses is quarantined, and its neighbours are stored', async () => {
  const subject = 'poison'
  const poisoned = withInserts(async (pass, query) => {
    const isFacts = query.includes('.facts ')
    if (isFacts && poison.remaining-- > 0) throw failure('27')
    return pass()
  })
  // The block of 4, its left half, and the first row of that.
  const poison = { remaining: 3 }
  const intake = await makeIntake(poisoned)
  const events = Array.from({ length: 4 }, (_, i) => makeEvent(`q-${i}`, { subject }))
  const receipt = await intake.deliver(toCandidates(events), 'test')
  expect(receipt).toMatchObject({
    accepted: 3,
    quarantined: [
      {
        index: 0,
        id: 'q-0',
        code: 'INVALID_FORMAT',
        message: 'the store does not take this event (code 27)',
      },
    ],
  })
  expect(await ids(subject)).toEqual(['q-1', 'q-2', 'q-3'])
})

test('an order is stored with its instant of receipt, twice is one, and a refused one leaves nothing behind', async () => {
  const intake = await makeIntake(store)
  const order = makeEvent('o-1', holdPlaced('orders'))
  const first = await intake.submitOrder(order)
  expect(first).toMatchObject({ ok: true, isDuplicate: false, fact: { kind: 'hold.placed', key: 'CQO/h-1' } })
  expect(first.ok && first.receivedAt).toBeLessThanOrEqual(intake.settledUntil())
  expect(await intake.submitOrder(order)).toMatchObject({ ok: true, isDuplicate: true })
  const before = await listQuarantine(store, { project: 'orders', limit: 10 })
  expect(await intake.submitOrder({ ...order, data: { ...order.data, office: 'CEO' } })).toMatchObject({
    ok: false,
    refusal: { code: 'VALUE_NOT_ALLOWED' },
  })
  expect(await intake.submitOrder({ ...order, data: { ...order.data, office: 'QA' } })).toMatchObject({
    ok: false,
    refusal: { code: 'ID_REUSED' },
  })
  expect(await listQuarantine(store, { project: 'orders', limit: 10 })).toEqual(before)
})

test('a long delivery goes in blocks, and too many refusals end it', async () => {
  const subject = 'long'
  const blocks: number[] = []
  const counted = withInserts((pass, query) => (blocks.push(query.length), pass()))
  const intake = await makeIntake(counted, { limits: { blockRows: 10, maxRefused: 20 } })
  const events = Array.from({ length: 95 }, (_, i) => makeEvent(`l-${i}`, { subject }))
  expect(await intake.deliver(toCandidates(events), 'test')).toMatchObject({ accepted: 95 })
  expect(blocks).toHaveLength(10)
  await expect(
    intake.deliver(toCandidates(Array.from({ length: 100 }, () => 5)), 'test'),
  ).rejects.toMatchObject({ code: 'TOO_MANY_REFUSED' })
  await intake.drain()
})
