// npm run bench:pages [projects]: p50 and p99 of the portfolio page on many projects, once warm, against an empty route
// of the same server in the same run, and what a browser loads with it, compressed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectBasics } from './support/events.ts'
import { quantile, report } from './support/figures.ts'
import { sendLines, startBenchServer } from './support/server.ts'

const projects = Number(process.argv[2] ?? 10_000)
const REQUESTS = 200
const EMPTY_REQUESTS = 2000
const AT_ONCE = 500
const LARGEST_PAGE = 300_000

const pages = {
  'the portfolio': '/',
  'its last page': `/?page=${Math.ceil(projects / 50)}`,
  'by score, in Japanese': '/?sort=score&lang=ja',
  'a search': '/?q=bench-99',
}

async function load(address: string): Promise<Buffer> {
  const response = await fetch(address)
  const body = Buffer.from(await response.arrayBuffer())
  if (response.status !== 200) throw new Error(`bench: ${response.status} for ${address}`)
  return body
}

async function latencies(address: string, times: number): Promise<number[]> {
  const measured: number[] = []
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    await load(address)
    measured.push(performance.now() - started)
  }
  return measured
}

/** The page with what it names of its own server, each compressed by itself as a proxy would do. In bytes. */
async function weightOf(url: string, path: string): Promise<number> {
  const page = await load(`${url}${path}`)
  const assets = [...page.toString('utf8').matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, name]) => name ?? '',
  )
  const parts = [page, ...(await Promise.all([...new Set(assets)].map((name) => load(`${url}${name}`))))]
  return parts.reduce((sum, part) => sum + gzipSync(part).length, 0)
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
  // In parts: judging all of them for the first time takes longer than a client waits for one answer.
  const started = performance.now()
  for (let page = 1; page <= Math.ceil(projects / AT_ONCE); page++)
    await load(`${server.url}/v1/projects?pageSize=${AT_ONCE}&page=${page}`)
  const cold = (performance.now() - started) / 1000
  await latencies(`${server.url}/healthz`, 300)
  const empty = await latencies(`${server.url}/healthz`, EMPTY_REQUESTS)
  const figures = (values: readonly number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(2)} ms, p99 ${quantile(values, 0.99).toFixed(2)} ms`
  report(`${projects} projects, ${REQUESTS} requests of each page, one at a time`)
  report(`${'judged for the first time'.padEnd(26)}${cold.toFixed(1)} s`)
  report(`${'an empty route'.padEnd(26)}${figures(empty)}`)
  for (const [name, path] of Object.entries(pages)) {
    const measured = await latencies(`${server.url}${path}`, REQUESTS)
    const ratio = (q: number) => (quantile(measured, q) / quantile(empty, q)).toFixed(0)
    const weight = await weightOf(server.url, path)
    report(
      `${name.padEnd(26)}${figures(measured)}; ratio p50 ${ratio(0.5)}, p99 ${ratio(0.99)}; ${(weight / 1000).toFixed(1)} kB compressed`,
    )
    if (weight > LARGEST_PAGE) throw new Error(`bench: ${path} weighs ${weight} bytes`)
  }
  report(`server's peak memory    ${server.peakMemory().toFixed(0)} MiB`)
  await server.stop()
} finally {
  rmSync(directory, { recursive: true, force: true })
}
