import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { type AdmissionPorts, createAdmission, weightOf } from '../../api/compose/admission.ts'
import { DeadlinePassed, whileMoving } from '../../api/compose/deadline.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { jittered } from '../../api/compose/retry-after.ts'
import { watchBody } from '../../api/compose/watched-body.ts'
import { ServerError } from '../../cli/client.ts'
import { pauseAfter } from '../../cli/delivery.ts'
import type { Store } from '../../store/store.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeEvent, NOW } from '../helpers/events.ts'
import { deferred, makeIntake, silent, streamOf } from '../helpers/intake.ts'
import { makeDirectory, openTestStore, rowsOf } from '../helpers/store.ts'
import { runCommand } from '../helpers/terminal.ts'

const room = { rows: 0, bytes: 0, isFull: false }

describe('admission', () => {
  /** An admission whose timers fire when the test says so, by their milliseconds. */
  function open(changes: Partial<AdmissionPorts> = {}) {
    const timers = new Map<() => void, number>()
    const schedule = (milliseconds: number, action: () => void) => {
      timers.set(action, milliseconds)
      return () => void timers.delete(action)
    }
    const fire = (milliseconds: number) => {
      for (const [action, time] of [...timers]) if (time === milliseconds && timers.delete(action)) action()
    }
    const ports = { load: () => room, monotonic: () => 7, schedule, budget: 100, patience: 5000 }
    return { admission: createAdmission({ ...ports, ...changes }), fire }
  }

  test('takes deliveries up to the budget, and one in any case; the next waits for room', async () => {
    const { admission } = open()
    const leave = await admission.enter(500)
    const next = admission.enter(1)
    expect([admission.count(), admission.oldest()]).toEqual([2, 7])
    leave?.()
    leave?.()
    const second = await next
    expect([admission.count(), second]).toEqual([1, expect.any(Function)])
    second?.()
    expect([admission.count(), admission.oldest()]).toEqual([0, null])
  })

  test('lets in by order of arrival', async () => {
    const { admission } = open({ budget: 1_000_000 })
    const leave = await admission.enter(600_000)
    const order: string[] = []
    const large = admission.enter(900_000).then((done) => (order.push('large'), done))
    const small = admission.enter(100_000).then((done) => (order.push('small'), done))
    leave?.()
    await Promise.all([large, small])
    expect(order).toEqual(['large', 'small'])
  })

  test('waits while the intake is full, but only so long', async () => {
    const load = { ...room, isFull: true }
    const { admission, fire } = open({ load: () => load })
    const tired = admission.enter(1)
    fire(20)
    fire(5000)
    expect(await tired).toBeNull()
    const patient = admission.enter(1)
    load.isFull = false
    fire(20)
    expect(await patient).not.toBeNull()
    expect(await open({ load: () => ({ ...room, isFull: true }), patience: 0 }).admission.enter(1)).toBeNull()
  })

  test('light deliveries pass those that wait', async () => {
    const { admission } = open({ budget: 1_000_000 })
    const leave = await admission.enter(900_000)
    const heavy = admission.enter(200_000)
    expect(await admission.enter(1024)).not.toBeNull()
    leave?.()
    expect(await heavy).not.toBeNull()
  })

  test.each([
    [null, 'application/json', null, 1_048_576],
    [10, 'application/json', null, 1024],
    [2_000_000, 'application/json', null, 2_000_000],
    [100_000_000, 'application/json', null, 8_388_608],
    [100_000_000, 'application/x-ndjson', null, 2_097_152],
    [50_000, 'application/json', 'gzip', 1_000_000],
  ])(
    'a delivery of %s bytes of %s in %s weighs %i',
    (contentLength, contentType, contentEncoding, weight) => {
      expect(weightOf({ contentLength, contentType, contentEncoding })).toBe(weight)
    },
  )
})

test('Retry-After is whole seconds, at least one, jittered upward only', () => {
  expect([0, 0.5, 0.999].map((random) => jittered(5, () => random))).toEqual([5, 8, 10])
  expect(jittered(0, () => 0)).toBe(1)
})

describe('the deadline of a delivery', () => {
  /** A schedule whose one timer fires when the test says so. */
  function manual() {
    const timer = { fire: (): void => undefined, isSet: false }
    const schedule = (_: number, action: () => void) => {
      timer.isSet = true
      timer.fire = () => {
        timer.isSet = false
        action()
      }
      return () => void (timer.isSet = false)
    }
    return { timer, limit: { milliseconds: 1000, schedule } }
  }

  test('passes when the body is not read on, and ends the reading', async () => {
    const { timer, limit } = manual()
    const body = watchBody(streamOf('abcdefgh', 4))
    const reader = body.body.getReader()
    await reader.read()
    const work = whileMoving(new Promise(() => undefined), body, limit)
    timer.fire()
    await expect(work).rejects.toThrow(DeadlinePassed)
    await expect(reader.read()).rejects.toThrow(DeadlinePassed)
  })

  test('a slow sender is waited for, and so is a body that is read on', async () => {
    const { timer, limit } = manual()
    const piece = deferred()
    const asked = deferred()
    const source = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          asked.resolve()
          await piece.promise
          controller.enqueue(new Uint8Array(1))
        },
      },
      { highWaterMark: 0 },
    )
    const body = watchBody(source)
    const reader = body.body.getReader()
    const end = deferred<string>()
    const work = whileMoving(end.promise, body, limit)
    const read = reader.read()
    await asked.promise
    timer.fire()
    piece.resolve()
    await read
    await reader.read()
    timer.fire()
    expect(timer.isSet).toBe(true)
    end.resolve('stored')
    expect(await work).toBe('stored')
    expect(timer.isSet).toBe(false)
  })
})

describe('POST /v1/events', () => {
  let store: Store
  beforeAll(async () => {
    store = await openTestStore()
  })
  const policies = shippedPolicies()
  const post = (id: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(makeEvent(id)),
  })

  async function openApi(
    over: Store,
    operations: Parameters<typeof composePorts>[0]['operations'] = {},
    limits = {},
  ) {
    const intake = await makeIntake(over, { limits })
    const parts = { store: over, intake, policies, now: () => NOW, newId: () => 'x', logger: silent, allowedHosts: null } // prettier-ignore
    const app = createApp(composePorts({ ...parts, operations: { random: () => 0, ...operations } }))
    return { app, intake }
  }

  /** The store, whose inserts wait for `gate`; `reached` tells of the first. */
  function gated(gate: () => Promise<unknown>) {
    const reached = deferred()
    const exec: Store['write']['exec'] = async (parameters) => {
      reached.resolve()
      await gate()
      return store.write.exec(parameters)
    }
    const write = Object.create(store.write, { exec: { value: exec } }) as Store['write']
    return { store: { ...store, write } as Store, reached: reached.promise }
  }
  const stored = async (...ids: string[]) =>
    rowsOf(
      store,
      `SELECT event_id AS id FROM kanmon.facts WHERE has(${JSON.stringify(ids).replaceAll('"', "'")}, event_id) ORDER BY id`,
    )

  test('is answered with 429 and Retry-After while the queue is full; what was let in is stored', async () => {
    const gate = deferred()
    const slow = gated(() => gate.promise)
    const { app, intake } = await openApi(slow.store, { patience: 0 }, { queueRows: 2 })
    const ask = async (id: string) => app.request('/v1/events', post(id))
    const inside = [ask('in-1')]
    await slow.reached
    inside.push(ask('in-2'), ask('in-3'))
    while (!intake.load().isFull) await new Promise((resolve) => setImmediate(resolve))
    const refused = await app.request('/v1/events', post('out-1'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toMatchObject({ code: 'OVERLOADED', instance: 'urn:kanmon:request:x' })
    gate.resolve()
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await stored('in-1', 'in-2', 'in-3', 'out-1')).toEqual([
      { id: 'in-1' },
      { id: 'in-2' },
      { id: 'in-3' },
    ])
    expect((await app.request('/v1/events', post('out-1'))).status).toBe(200)
  })

  test('is answered with 503 and Retry-After when the store keeps it waiting; sent again it counts once', async () => {
    const gate = deferred()
    const timers: (() => void)[] = []
    const slow = gated(() => gate.promise)
    const operations = {
      schedule: (_: number, action: () => void) => (timers.push(action), () => undefined),
    }
    const { app } = await openApi(slow.store, operations)
    const answer = Promise.resolve(app.request('/v1/events', post('slow-1')))
    await slow.reached
    timers.at(-1)?.()
    // The body had been read since the deadline began to run, so it began anew.
    timers.at(-1)?.()
    const response = await answer
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    gate.resolve()
    const again = await app.request('/v1/events', post('slow-1'))
    expect(await again.json()).toEqual({ accepted: 1, duplicates: 1, quarantined: [] })
    expect(await stored('slow-1')).toEqual([{ id: 'slow-1' }])
  })

  test('is answered with 503 when the store fails', async () => {
    const failing = gated(() => Promise.reject(Object.assign(new Error('no space'), { code: '243' })))
    const { app } = await openApi(failing.store)
    const response = await app.request('/v1/events', post('failed-1'))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

describe('kanmon send', () => {
  test('waits as long as the server asks, and longer each time', () => {
    const asked = new ServerError(429, 'OVERLOADED', '', 7)
    expect([1, 2, 3, 4].map((attempt) => pauseAfter(asked, attempt))).toEqual([7, 7, 7, 8])
    expect([1, 2, 6, 9].map((attempt) => pauseAfter(new Error('gone'), attempt))).toEqual([1, 2, 30, 30])
    expect(pauseAfter(new ServerError(503, 'X', '', 99_999), 1)).toBe(600)
  })

  const answers = [429, 503, 200]
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    incoming.once('end', () => {
      const status = answers.shift() ?? 500
      outgoing.writeHead(status, { 'retry-after': '0' })
      outgoing.end(JSON.stringify(status === 200 ? { accepted: 1, duplicates: 0, quarantined: [] } : {}))
    })
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void server.close())

  test('sends the same batch again after 429 and 503', async () => {
    const file = join(makeDirectory(), 'one.ndjson')
    writeFileSync(file, JSON.stringify(makeEvent('again')))
    const { port } = server.address() as AddressInfo
    const run = await runCommand('send', file, '--url', `http://127.0.0.1:${port}`)
    expect(run.exitCode).toBe(0)
    expect(run.notes.split('\n')).toHaveLength(2)
  })
})
