// npm run bench:event-to-verdict [probes] [background events/s]: from the HTTP send of one event to the changed readiness
// answer, while other projects' events come in, against an empty route of the same server in the same run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { mixedEvents, projectBasics } from './support/events.ts'
import { quantile, report } from './support/figures.ts'
import { sendLines, startBenchServer } from './support/server.ts'

const probes = Number(process.argv[2] ?? 200)
const perSecond = Number(process.argv[3] ?? 1000)
const PROJECTS = 50
const FACTS_EACH = 200
const BATCHES_PER_SECOND = 10
const KIND = 'tests.reported'

const probeEvent = (n: number, project: string) =>
  JSON.stringify({
    specversion: '1.0',
    type: `dev.kanmon.${KIND}.v1`,
    source: 'urn:kanmon:probe',
    id: `probe-${n}`,
    subject: project,
    time: new Date().toISOString(),
    data: {
      phase: 'st',
      component: 'c0',
      asOf: new Date().toISOString().slice(0, 10),
      planned: 500,
      executed: 400 + (n % 100),
      passed: 400 + (n % 100),
      failed: 0,
    },
  })

/** How many facts of the kind the answer says it was computed from. */
async function countOf(url: string): Promise<number> {
  const response = await fetch(url)
  if (response.status !== 200) throw new Error(`bench: ${response.status} for ${url}`)
  const { factCounts } = (await response.json()) as { factCounts: Record<string, number> }
  return factCounts[KIND] ?? 0
}

/** The next event, about a project that is not asked about. */
function background(events: Iterator<string>): string {
  const { value } = events.next() as { value: string }
  return value.replace('"id":"', '"id":"bg-').replace('"subject":"bench-', '"subject":"bg-')
}

/** Sends at an even pace until told to stop, whatever the server takes; returns how many were stored a second. */
async function sendBackground(url: string, signal: { isOver: boolean }): Promise<number> {
  const started = performance.now()
  const size = perSecond / BATCHES_PER_SECOND
  const events = mixedEvents(Number.MAX_SAFE_INTEGER, PROJECTS, Date.now())
  const inFlight: Promise<unknown>[] = []
  let sent = 0
  while (!signal.isOver) {
    const lines = Array.from({ length: size }, () => background(events))
    inFlight.push(sendLines(url, lines, { batch: size, parallel: 1 }))
    sent += size
    await setTimeout(Math.max(0, started + (sent / perSecond) * 1000 - performance.now()))
  }
  await Promise.all(inFlight)
  return sent / ((performance.now() - started) / 1000)
}

async function probe(url: string, n: number): Promise<number> {
  const project = `bench-${n % PROJECTS}`
  const readiness = `${url}/v1/projects/${project}/readiness`
  const before = await countOf(readiness)
  const started = performance.now()
  await sendLines(url, [probeEvent(n, project)], { batch: 1, parallel: 1 })
  while ((await countOf(readiness)) <= before) {
    // Asked again at once: the time until the answer shows the event is what is measured.
  }
  return performance.now() - started
}

async function emptyRoute(url: string): Promise<number> {
  const started = performance.now()
  await (await fetch(`${url}/healthz`)).arrayBuffer()
  return performance.now() - started
}

const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
try {
  const server = await startBenchServer(directory)
  const now = Date.now()
  const names = Array.from({ length: PROJECTS }, (_, n) => `bench-${n}`)
  const basics = names.flatMap((name) => [...projectBasics(name, now)])
  await sendLines(server.url, basics, { batch: 1000, parallel: 1 })
  await sendLines(server.url, mixedEvents(PROJECTS * FACTS_EACH, PROJECTS, now), { batch: 5000, parallel: 1 })
  for (const name of names) await countOf(`${server.url}/v1/projects/${name}/readiness`)

  const signal = { isOver: false }
  const background = sendBackground(server.url, signal)
  const changed: number[] = []
  const empty: number[] = []
  for (let n = 0; n < probes; n++) {
    changed.push(await probe(server.url, n))
    empty.push(await emptyRoute(server.url))
  }
  signal.isOver = true
  const rate = await background
  const line = (name: string, values: readonly number[]) =>
    `${name.padEnd(28)}p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`
  const ratio = (q: number) => (quantile(changed, q) / quantile(empty, q)).toFixed(1)
  report(
    `${probes} events, one at a time, to ${PROJECTS} projects of ${FACTS_EACH} facts; ${rate.toFixed(0)} others stored a second`,
  )
  report(line('event to changed readiness', changed))
  report(line('empty route', empty))
  report(`ratio                       p50 ${ratio(0.5)}, p99 ${ratio(0.99)}`)
  report(`server's peak memory        ${server.peakMemory().toFixed(0)} MiB`)
  await server.stop()
} finally {
  rmSync(directory, { recursive: true, force: true })
}
