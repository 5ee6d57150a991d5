// npm run bench:readiness [projects] [facts]: p50 and p99 of GET readiness on many projects, once warm, against an
// empty route of the same server in the same run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mixedEvents, projectBasics, seeded } from './support/events.ts'
import { quantile, report } from './support/figures.ts'
import { sendLines, startBenchServer } from './support/server.ts'

const projects = Number(process.argv[2] ?? 1000)
const factsEach = Number(process.argv[3] ?? 200)
const REQUESTS = 3000

async function latencies(paths: readonly string[]): Promise<number[]> {
  const measured: number[] = []
  for (const path of paths) {
    const started = performance.now()
    const response = await fetch(path)
    await response.arrayBuffer()
    measured.push(performance.now() - started)
    if (response.status !== 200) throw new Error(`bench: ${response.status} for ${path}`)
  }
  return measured
}

const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
try {
  const server = await startBenchServer(directory)
  const now = Date.now()
  const names = Array.from({ length: projects }, (_, n) => `bench-${n}`)
  await sendLines(
    server.url,
    names.flatMap((name) => [...projectBasics(name, now)]),
    { batch: 3000, parallel: 2 },
  )
  await sendLines(server.url, mixedEvents(projects * (factsEach - 3), projects, now), {
    batch: 5000,
    parallel: 2,
  })

  const url = (name: string) => `${server.url}/v1/projects/${name}/readiness`
  const cold = await latencies(names.map(url))
  const random = seeded(7)
  const asked = Array.from({ length: REQUESTS }, () =>
    url(names[Math.floor(random() * projects)] ?? 'bench-0'),
  )
  const empty = Array.from({ length: REQUESTS }, () => `${server.url}/healthz`)
  await latencies(empty.slice(0, 300))
  const emptyMs = await latencies(empty)
  const warmMs = await latencies(asked)
  const line = (name: string, values: readonly number[]) =>
    `${name.padEnd(28)}p50 ${quantile(values, 0.5).toFixed(2)} ms, p99 ${quantile(values, 0.99).toFixed(2)} ms`
  report(`${projects} projects with ${factsEach} facts each, ${REQUESTS} requests, one at a time`)
  report(line('readiness, first time', cold))
  report(line('readiness, warm', warmMs))
  report(line('empty route', emptyMs))
  report(
    `ratio, warm to empty        p50 ${(quantile(warmMs, 0.5) / quantile(emptyMs, 0.5)).toFixed(1)}, p99 ${(quantile(warmMs, 0.99) / quantile(emptyMs, 0.99)).toFixed(1)}`,
  )
  report(`server's peak memory        ${server.peakMemory().toFixed(0)} MiB`)
  await server.stop()
} finally {
  rmSync(directory, { recursive: true, force: true })
}
