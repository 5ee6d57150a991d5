import { cpSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openStore } from '../../store/open.ts'
import { booksOver, withBooks } from '../helpers/fault/books.ts'
import { byForm, isLong, limit, stopwatch } from '../helpers/fault/form.ts'
import { createLedger, type Ledger } from '../helpers/fault/ledger.ts'
import { overload } from '../helpers/fault/overload.ts'
import { deliver, deliverTheRest } from '../helpers/fault/senders.ts'
import { settle } from '../helpers/fault/settle.ts'
import { mountSmall } from '../helpers/fault/small-disk.ts'
import { makeIntake, toCandidates } from '../helpers/intake.ts'
import { until } from '../helpers/proxy/until.ts'
import { serve, startServing } from '../helpers/serve.ts'
import { makeDirectory } from '../helpers/store.ts'

const GIBIBYTE = 1024 ** 3
const ROWS = 100
const SENDERS = 4
/** How much more is sent than what these senders have taken, and of how many events a delivery is then. */
const TIMES = 10
const OVERLOAD_ROWS = 500
/** What stays free of the small disk, so that some deliveries fit. */
const LEFT_BYTES = 3 * 1024 ** 2
const SOAK_SECONDS = Number(process.env['KANMON_SOAK_SECONDS'] ?? 300)
/** An event as the ledger keeps it takes about 1.5 kB; anything that keeps events beside it would show. */
const LEDGER_BYTES_AN_EVENT = 3000

/** The heap after a collection, in bytes. */
function collectedHeap(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

/** Senders that send one delivery after the other for some seconds, whatever the answer; the counts of the answers. */
async function load(
  url: string,
  ledger: Ledger,
  senders: number,
  seconds: number,
  rows = ROWS,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  const passed = stopwatch()
  const send = async () => {
    while (passed() < seconds) {
      const status = await deliver(url, ledger, ledger.take(rows))
      counts.set(status, (counts.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: senders }, send))
  return counts
}

/** The most memory that a process has held, in bytes. */
function peakMemory(pid: number): number {
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

const percentile95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN

/** How long each of so many requests in a row took, in milliseconds; each must be answered with 200. */
async function poll(url: string, path: string, times: number): Promise<number[]> {
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const seconds = stopwatch()
    const answer = await fetch(new URL(path, url))
    await answer.arrayBuffer()
    expect(answer.status).toBe(200)
    taken.push(seconds() * 1000)
  }
  return taken
}

test(
  'ten times what is served at ease, in an open loop: 200, 429 or no connection, all 200s stored',
  async () => {
    const directory = makeDirectory()
    const ledger = createLedger('overload', 5)
    const server = await serve(directory, { KANMON_LOG_LEVEL: 'warn' })
    const [easy, hard] = [byForm(2, 10), byForm(4, 60)]
    const served = (await load(server.url, ledger, SENDERS, easy, OVERLOAD_ROWS)).get(200) ?? 0
    const sustained = (served * OVERLOAD_ROWS) / easy
    const rowsPerSecond = TIMES * sustained
    const counts = await overload(server.url, ledger, { rows: OVERLOAD_ROWS, rowsPerSecond, seconds: hard })
    const recovering = stopwatch()
    expect(await deliver(server.url, ledger, ledger.take(ROWS))).toBe(200)
    const secondsToRecover = recovering()
    const of = (status: number) => counts.get(status) ?? 0
    // 0 is a connection that was not taken in time: nothing was acknowledged on it.
    expect([...counts.keys()].filter((status) => ![200, 429, 0].includes(status))).toEqual([])
    await deliverTheRest(server.url, ledger)
    const memory = process.platform === 'linux' ? peakMemory(server.child.pid!) : 0
    expect(memory).toBeLessThan(GIBIBYTE)
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    const note = `${sustained.toFixed(0)}/s at ease, ${rowsPerSecond.toFixed(0)}/s asked for: ${of(200)} times 200, ${of(429)} times 429, ${of(0)} connections not taken, peak ${(memory / 1024 ** 2).toFixed(0)} MiB`
    await withBooks(directory, (books) =>
      settle({ fault: 'overload', rounds: 1, ledger, books, secondsToRecover, note }),
    )
  },
  limit(240, 600),
)

test(
  'heavy analyses at work: readiness and liveness are answered all the same',
  async () => {
    const directory = makeDirectory()
    const [ledger, heavy] = [createLedger('polled', 1), createLedger('heavy', 2)]
    const server = await serve(directory, { KANMON_LOG_LEVEL: 'warn' })
    expect(await deliver(server.url, ledger, ledger.take(50))).toBe(200)
    for (let n = 0; n < byForm(2, 40); n++)
      expect(await deliver(server.url, heavy, heavy.take(1000))).toBe(200)
    const path = '/v1/projects/polled-0/readiness'
    const polls = byForm(30, 400)
    await poll(server.url, path, 10)
    const idle = percentile95(await poll(server.url, path, polls))
    let isOver = false
    let analyses = 0
    const analyse = async (analysis: string) => {
      while (!isOver) {
        // A moment of the past is computed anew each time.
        const answer = await fetch(new URL(`/v1/projects/heavy-${analyses % 2}/${analysis}`, server.url))
        await answer.arrayBuffer()
        expect(answer.status).toBe(200)
        analyses += 1
      }
    }
    const working = ['evm', 'indicators?at=2026-11-01', 'readiness?at=2026-11-02', 'warnings'].map((each) => analyse(each)) // prettier-ignore
    const [busy, alive] = await Promise.all([
      poll(server.url, path, polls),
      poll(server.url, '/healthz', polls),
    ])
    isOver = true
    await Promise.all(working)
    expect(analyses).toBeGreaterThan(4)
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    const note = `readiness p95 ${(percentile95(busy) / idle).toFixed(1)} times that of idle (${percentile95(busy).toFixed(0)} / ${idle.toFixed(0)} ms), liveness p95 ${percentile95(alive).toFixed(0)} ms, ${analyses} analyses`
    await withBooks(directory, (books) =>
      settle({ fault: 'query starvation', rounds: 1, ledger, books, note }),
    )
  },
  limit(240, 600),
)

// Needs Linux and the right to mount in a namespace, so the short form has the store's code for it only (store.test.ts).
if (isLong) {
  test('a disk that is really full: 503 and unready, nothing lost, well again once there is room', async () => {
    const directory = makeDirectory()
    const ledger = createLedger('disk', 2)
    const { enter, seen } = await mountSmall(directory)
    const server = startServing(directory, { KANMON_LOG_LEVEL: 'warn' }, enter)
    const url = await server.url
    expect(await deliver(url, ledger, ledger.take(100))).toBe(200)
    const { bavail, bsize } = statfsSync(seen)
    writeFileSync(join(seen, 'ballast'), Buffer.alloc(bavail * bsize - LEFT_BYTES))
    const fill = async () => (await deliver(url, ledger, ledger.take(2000))) !== 200
    await until('the disk is full', fill, { deadlineMs: 120_000 })
    expect((await fetch(new URL('/readyz', url))).status).toBe(503)
    rmSync(join(seen, 'ballast'))
    const recovering = stopwatch()
    await until('it is ready by itself', async () => (await fetch(new URL('/readyz', url))).status === 200, { deadlineMs: 60_000 }) // prettier-ignore
    await deliverTheRest(url, ledger)
    const secondsToRecover = recovering()
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    const copy = makeDirectory()
    cpSync(seen, copy, { recursive: true })
    await withBooks(copy, (books) =>
      settle({ fault: 'disk really full (tmpfs)', rounds: 1, ledger, books, secondsToRecover }),
    )
  }, 300_000)
}

if (isLong) {
  test(
    'soak: memory and parts do not grow with what went through',
    async () => {
      const store = await openStore({ dataDirectory: makeDirectory(), clickhouse: null }, { now: Date.now })
      const intake = await makeIntake(store, { now: Date.now })
      const ledger = createLedger('soak', 50)
      const books = booksOver(store, intake)
      const passed = stopwatch()
      const heaps: number[] = []
      let rounds = 0
      for (; passed() < SOAK_SECONDS; rounds++) {
        const events = ledger.take(500)
        await intake.deliver(toCandidates(events), 'soak')
        ledger.acknowledge(events)
        if (rounds % 50 === 0) heaps.push(collectedHeap())
      }
      const [parts] = await books.rows<{ n: string }>(
        "SELECT count() AS n FROM system.parts WHERE active AND database = 'kanmon' AND table = 'facts'",
      )
      expect(Number(parts!.n)).toBeLessThan(300)
      // The ledger itself grows with every event, so what it holds is measured and taken off.
      const perEvent = (heaps.at(-1)! - heaps[heaps.length >> 1]!) / (ledger.sent.size / 2)
      const note = `${SOAK_SECONDS} s, ${parts!.n} parts, heap ${perEvent.toFixed(0)} bytes an event with the ledger`
      expect(perEvent).toBeLessThan(LEDGER_BYTES_AN_EVENT)
      await settle({ fault: 'soak', rounds, ledger, books, note })
      await intake.drain()
      await store.close()
    },
    1000 * SOAK_SECONDS + 300_000,
  )
}
