// npm run bench:evm [rounds]: the weekly S-curve of one project with 5,000 work packages, three years of weekly status
// and 200,000 bookings, from the stored rows to the points, against one pass of the engine over the same rows.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { earnedValueStatus } from '../analytics/evm/project-status.ts'
import { earnedValueSeries } from '../analytics/evm/series.ts'
import { stateAt } from '../analytics/facts/state.ts'
import { calendarOf, earnedValueFacts } from '../analytics/indicators/build-view.ts'
import { declarationOf } from '../analytics/indicators/project-view.ts'
import { createIntake } from '../ingest/intake/intake.ts'
import { loadFactLog } from '../store/facts/load-fact-log.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { civil, evmEvents } from './support/evm-events.ts'
import { median, report } from './support/figures.ts'

const rounds = Math.max(3, Number(process.argv[2] ?? 5))
const WEEKS = 156
const WEEK = 7 * 86_400_000
const start = Date.UTC(2023, 9, 2)
const scale = { packages: 5000, bookings: 200_000, weeks: WEEKS, start }
const [from, to] = [civil(start), civil(start + (WEEKS + 4) * WEEK)]
const project = 'bench'
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function timed<T>(work: () => T | Promise<T>): Promise<{ seconds: number; result: T }> {
  const began = performance.now()
  const result = await work()
  return { seconds: (performance.now() - began) / 1000, result }
}

async function fill(store: Store) {
  const intake = await createIntake({ store, now: Date.now, logger: quiet })
  const { events, counts } = evmEvents(project, scale)
  const candidates = events.map((value, index) => ({ index, value, raw: () => ({ text: '', bytes: 0 }) }))
  const receipt = await intake.deliver(candidates, 'bench')
  const [refused] = receipt.quarantined
  if (refused !== undefined) throw new Error(`bench: ${refused.code} at ${refused.field}: ${refused.message}`)
  await intake.drain()
  return { rows: events.length, counts, knownUntil: intake.settledUntil() }
}

/** One pass over every row of the project, its payload read and its amount added up. */
async function enginePass(store: Store): Promise<number> {
  const query = `
    SELECT count() AS rows, sum(JSONExtractFloat(payload, 'amount')) AS amount
    FROM ${store.database}.facts WHERE project = '${project}'`
  const answer = await store.read.query({ query, format: 'JSONEachRow' })
  const [row] = await answer.json<{ rows: string }>()
  return Number(row?.rows)
}

function prepare(log: Awaited<ReturnType<typeof loadFactLog>>) {
  const state = stateAt(project, log, Date.now())
  const declared = declarationOf(state)?.data
  if (declared === undefined) throw new Error('bench: the project is not declared')
  return earnedValueFacts(
    state,
    declared,
    calendarOf(declared, () => new Set()),
    80,
  )
}

const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
try {
  const { rows, counts, knownUntil } = await fill(store)
  const before = process.memoryUsage.rss()
  const whole: number[] = []
  const computing: number[] = []
  const status: number[] = []
  const engine: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const pass = await timed(() => enginePass(store))
    if (pass.result !== rows) throw new Error(`bench: ${rows} rows sent, ${pass.result} stored`)
    const loaded = await timed(async () =>
      prepare(await loadFactLog(store, { projects: [project], knownUntil })),
    )
    const facts = loaded.result
    const curve = await timed(() => earnedValueSeries({ ...facts, from, to, every: 'week', statusDate: to }))
    const last = curve.result.at(-1)
    if (last?.measures?.state !== 'COMPLETE')
      throw new Error(`bench: the curve ends ${last?.measures?.state}`)
    const one = await timed(() => earnedValueStatus({ ...facts, statusDate: to }))
    engine.push(pass.seconds)
    computing.push(curve.seconds)
    status.push(one.seconds)
    whole.push(loaded.seconds + curve.seconds)
    report(
      `round ${round + 1}: engine pass ${pass.seconds.toFixed(3)} s, load ${loaded.seconds.toFixed(3)} s, ` +
        `${curve.result.length} points ${curve.seconds.toFixed(3)} s, one status ${one.seconds.toFixed(3)} s`,
    )
  }
  const ratios = (values: readonly number[]) => values.map((value, i) => value / (engine[i] ?? Number.NaN))
  const shown = (values: readonly number[]) =>
    `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`
  const peak =
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) / 1024
  report(
    `facts                         ${rows}: ${counts.packages} packages, ${counts.reports} reports, ${counts.bookings} bookings`,
  )
  report(`engine, one pass              ${median(engine).toFixed(3)} s (median of ${rounds})`)
  report(`S-curve from the rows         ${median(whole).toFixed(3)} s, ratio ${shown(ratios(whole))}`)
  report(`S-curve from facts in memory  ${median(computing).toFixed(3)} s, ratio ${shown(ratios(computing))}`)
  report(`one full status               ${median(status).toFixed(3)} s, ratio ${shown(ratios(status))}`)
  report(
    `memory                        peak ${peak.toFixed(0)} MiB, ${(before / 1_048_576).toFixed(0)} MiB before the first curve`,
  )
} finally {
  await store.close()
  rmSync(directory, { recursive: true, force: true })
}
