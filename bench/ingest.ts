// npm run bench:ingest [events] [rounds] [senders]: events as NDJSON over HTTP into the embedded store, by so many senders of
// 5,000 each, against the engine loading the same stored rows from a file, in one run.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '../store/open.ts'
import { mixedEvents } from './support/events.ts'
import { median, report } from './support/figures.ts'
import { type BenchServer, sendLines, startBareServer, startBenchServer } from './support/server.ts'

const events = Number(process.argv[2] ?? 200_000)
const rounds = Number(process.argv[3] ?? 3)
const senders = Number(process.argv[4] ?? 4)
const PROJECTS = 200

const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
const http: number[] = []
const engine: number[] = []
const httpCpu: number[] = []
const mainCpu: number[] = []
const engineCpu: number[] = []
const bareCpu: number[] = []
const bare: number[] = []
let peak = 0
const peaks: number[] = []

async function takeAll(server: BenchServer): Promise<{ rate: number; cpu: number; main: number }> {
  const idle = { all: server.cpuSeconds(), main: server.mainCpuSeconds() }
  const lines = mixedEvents(events, PROJECTS, Date.now())
  const seconds = await sendLines(server.url, lines, { batch: 5000, parallel: senders })
  const cpu = server.cpuSeconds() - idle.all
  const taken = { rate: events / seconds, cpu, main: server.mainCpuSeconds() - idle.main }
  peak = Math.max(peak, server.peakMemory())
  await server.stop()
  return taken
}

try {
  for (let round = 0; round < rounds; round++) {
    const data = join(directory, `http-${round}`)
    const floor = await takeAll(await startBareServer(join(directory, `bare-${round}`)))
    bare.push(floor.rate)
    bareCpu.push(floor.cpu)
    peak = 0
    const taken = await takeAll(await startBenchServer(data))
    peaks.push(peak)
    http.push(taken.rate)
    httpCpu.push(taken.cpu)
    mainCpu.push(taken.main)

    const rows = join(directory, `rows.jsonl`)
    if (round === 0) {
      const store = await openStore({ dataDirectory: data, clickhouse: null }, { now: Date.now })
      await store.write.command({
        query: `INSERT INTO FUNCTION file('${join(directory, 'rows.jsonl')}', 'JSONEachRow') SELECT * FROM ${store.database}.facts`,
      })
      await store.close()
    }
    const child = fileURLToPath(new URL('./support/engine-insert.js', import.meta.url))
    const output = execFileSync(
      process.execPath,
      [child, join(directory, `engine-${round}`), join(directory, 'rows.jsonl')],
      { encoding: 'utf8' },
    )
    const measured = JSON.parse(output) as { seconds: number; rows: number; cpuSeconds: number }
    if (measured.rows !== events) throw new Error(`bench: ${events} events, ${measured.rows} rows at ${rows}`)
    engine.push(events / measured.seconds)
    engineCpu.push(measured.cpuSeconds)
    report(
      `round ${round + 1}: http ${http[round]?.toFixed(0)} events/s, bare ${bare[round]?.toFixed(0)}, engine ${engine[round]?.toFixed(0)} rows/s`,
    )
  }
  const ratio = http.map((value, round) => value / (engine[round] ?? Number.NaN))
  report(`events                      ${events} mixed, over ${PROJECTS} projects, ${senders} senders of 5000`)
  report(`HTTP NDJSON, stored         ${median(http).toFixed(0)} events/s (median of ${rounds})`)
  report(`INSERT FROM file()          ${median(engine).toFixed(0)} rows/s (median of ${rounds})`)
  report(
    `ratio                       ${median(ratio).toFixed(2)} (${Math.min(...ratio).toFixed(2)} to ${Math.max(...ratio).toFixed(2)})`,
  )
  report(
    `bare server                 ${median(bare).toFixed(0)} events/s: parses and inserts, and nothing else`,
  )
  const micros = (seconds: readonly number[]) => `${((median(seconds) / events) * 1e6).toFixed(1)} µs`
  report(
    `processor time an event     ${micros(httpCpu)} in the server (${micros(mainCpu)} on its main thread), ${micros(bareCpu)} in the bare one, ${micros(engineCpu)} in the engine alone`,
  )
  report(`server's peak memory        ${Math.max(...peaks).toFixed(0)} MiB`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
