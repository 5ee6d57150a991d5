import { EventEmitter } from 'node:events'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createShutdown, ShutdownIncomplete } from '../../api/shutdown.ts'
import { openStore } from '../../store/open.ts'
import { makeEvent } from '../helpers/events.ts'
import { deferred } from '../helpers/intake.ts'
import { serve } from '../helpers/serve.ts'
import { makeDirectory, rowsOf } from '../helpers/store.ts'

/** Timers that fire when the test says so. */
function manualTimers() {
  const waiting = new Map<symbol, { milliseconds: number; action: () => void }>()
  return {
    schedule: (milliseconds: number, action: () => void) => {
      const key = Symbol('timer')
      waiting.set(key, { milliseconds, action })
      return () => void waiting.delete(key)
    },
    /** Fires what was set for exactly so long. */
    fire: (milliseconds: number) => {
      for (const [key, timer] of [...waiting])
        if (timer.milliseconds === milliseconds && waiting.delete(key)) timer.action()
    },
  }
}

describe('the order of a shutdown', () => {
  function setUp(changes: { delay?: number; step?: () => Promise<void> } = {}) {
    const log: string[] = []
    const timers = manualTimers()
    const server = Object.assign(new EventEmitter(), {
      close: () => log.push('close'),
      closeIdleConnections: () => log.push('idle'),
      closeAllConnections: () => {
        log.push('cut')
        server.emit('close')
      },
    })
    const note = (fields: Record<string, unknown>) => log.push(String(fields['event']))
    const shutdown = createShutdown({
      server: server as never,
      unready: () => log.push('unready'),
      steps: [
        { name: 'consumer', run: changes.step ?? (() => Promise.resolve()) },
        { name: 'store', run: () => Promise.resolve(void log.push('store closed')) },
      ],
      logger: { info: note, warn: note, error: note },
      monotonic: () => 0,
      limits: { delay: changes.delay ?? 0, requests: 25_000, everything: 30_000 },
      schedule: timers.schedule,
    })
    return { log, timers, server, shutdown }
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  test('unready, a pause, no new connections, requests finished, the steps', async () => {
    const { log, timers, server, shutdown } = setUp({ delay: 5000 })
    const done = shutdown()
    expect(log).toEqual(['unready', 'shutdown.begun'])
    timers.fire(5000)
    await turn()
    expect(log.slice(2)).toEqual(['close', 'idle'])
    timers.fire(100)
    expect(log.slice(4)).toEqual(['idle'])
    server.emit('close')
    await done
    expect(log.slice(5)).toEqual([
      'shutdown.step',
      'shutdown.step',
      'store closed',
      'shutdown.step',
      'shutdown.done',
    ])
    expect(shutdown()).toBe(shutdown())
  })

  test('requests that do not end are cut at their deadline, and the rest goes on', async () => {
    const { log, timers, shutdown } = setUp()
    const done = shutdown()
    await turn()
    timers.fire(25_000)
    await done
    expect(log).toContain('cut')
    expect(log.at(-1)).toBe('shutdown.done')
  })

  test('a step that does not end is given up at the last deadline', async () => {
    const { log, timers, server, shutdown } = setUp({ step: () => new Promise(() => undefined) })
    const done = shutdown()
    await turn()
    server.emit('close')
    await turn()
    timers.fire(30_000)
    await expect(done).rejects.toThrow(ShutdownIncomplete)
    expect(log.at(-1)).toBe('shutdown.incomplete')
  })
})

describe('kanmon serve in a process of its own', () => {
  const lineOf = (id: string) =>
    `${JSON.stringify(makeEvent(id, { subject: 'stopped', time: '2020-01-01T00:00:00Z' }))}\n`

  /** A delivery whose body is open: its head and first event are sent. */
  function openDelivery(url: string, name: string) {
    const answered = deferred<number>()
    const outgoing = request(new URL('/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    })
    outgoing.on('response', (response) => {
      response.resume()
      response.once('end', () => answered.resolve(response.statusCode ?? 0))
    })
    outgoing.on('error', answered.reject)
    const begun = new Promise<void>((resolve) => outgoing.write(lineOf(`${name}-1`), () => resolve()))
    const finish = () => void outgoing.end(lineOf(`${name}-2`))
    return { begun, finish, answered: answered.promise }
  }

  /** Sends one event after the other until the server is gone; what was acknowledged. */
  async function sendUntilGone(url: string, sender: number): Promise<string[]> {
    const acknowledged: string[] = []
    for (let n = 0; ; n++) {
      const id = `${sender}-${n}`
      try {
        const answer = await fetch(new URL('/v1/events', url), {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson' },
          body: lineOf(id),
        })
        if (answer.status === 200) acknowledged.push(id)
        await answer.arrayBuffer()
      } catch {
        return acknowledged
      }
    }
  }

  test('SIGTERM with requests in flight: they are finished, what was acknowledged is stored, exit code 0', async () => {
    const directory = makeDirectory()
    const { child, url, logged, exited } = await serve(directory)
    const senders = [0, 1, 2, 3].map((sender) => sendUntilGone(url, sender))
    const open = ['a', 'b', 'c'].map((name) => openDelivery(url, name))
    await Promise.all(open.map(({ begun }) => begun))
    // Each sender has been served by then, and the open ones are in: their heads went out before.
    await logged('request.done')
    await fetch(new URL('/v1/schemas', url))

    child.kill('SIGTERM')
    await logged('shutdown.begun')
    for (const { finish } of open) finish()
    expect(await Promise.all(open.map(({ answered }) => answered))).toEqual([200, 200, 200])
    const acknowledged = (await Promise.all(senders)).flat()
    expect(await exited).toEqual([0, null])
    await logged('shutdown.done')

    expect(acknowledged.length).toBeGreaterThan(0)
    const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
    try {
      const rows = await rowsOf<{ id: string }>(store, 'SELECT event_id AS id FROM kanmon.facts FINAL')
      const stored = new Set(rows.map(({ id }) => id))
      const promised = [...acknowledged, 'a-1', 'a-2', 'b-1', 'b-2', 'c-1', 'c-2']
      expect(promised.filter((id) => !stored.has(id))).toEqual([])
      expect(rows.length).toBe(stored.size)
    } finally {
      await store.close()
    }
  }, 90_000)

  test('a second signal ends it at once with exit code 1', async () => {
    const { child, url, logged, exited } = await serve(makeDirectory())
    const open = openDelivery(url, 'held')
    const failed = open.answered.catch(() => 'cut')
    await open.begun
    await fetch(new URL('/v1/schemas', url))
    child.kill('SIGTERM')
    await logged('shutdown.begun')
    child.kill('SIGTERM')
    expect(await exited).toEqual([1, null])
    expect(await failed).toBe('cut')
  }, 90_000)
})
