// npm run bench:pages [projects]: p50 and p99 of the portfolio page on many projects and of the page of a project with five
// years of weekly data, against an empty route of the same server in the same run, and what a browser loads with them,
// compressed. Also how long the first portfolio takes, before anything was judged and after a restart.
import { gzipSync } from 'node:zlib'
import { report } from './support/figures.ts'
import { fiveYears } from './support/five-years.ts'
import {
  declareProjects,
  emptyRoute,
  latencies,
  load,
  reportLatencies,
  times,
  withServers,
} from './support/many-projects.ts'
import { type BenchServer, sendLines } from './support/server.ts'

const projects = Number(process.argv[2] ?? 10_000)
const LARGEST_PAGE = 300_000
const LONG = 'five-years'

const portfolioPages = {
  'the portfolio': '/',
  'its last page': `/?page=${Math.ceil(projects / 50)}`,
  'by score, in Japanese': '/?sort=score&lang=ja',
  'a search': '/?q=bench-99',
}
const projectPages = {
  'a small project': '/projects/bench-7',
  'five years of weekly data': `/projects/${LONG}`,
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

/** The first portfolio of a server: one request for all projects. */
async function firstPortfolio(name: string, server: BenchServer): Promise<void> {
  const [started, used] = [performance.now(), server.cpuSeconds()]
  await load(`${server.url}/v1/portfolio?pageSize=1`)
  const [seconds, processor] = [(performance.now() - started) / 1000, server.cpuSeconds() - used]
  report(`${name.padEnd(28)}${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time`)
}

async function measure(
  server: BenchServer,
  pages: Readonly<Record<string, string>>,
  count: number,
  empty: readonly number[],
): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await latencies(times(3, `${server.url}${path}`))
    const used = server.cpuSeconds()
    const measured = await latencies(times(count, `${server.url}${path}`))
    const processor = ((server.cpuSeconds() - used) / count) * 1000
    const weight = await weightOf(server.url, path)
    reportLatencies(name, measured, empty)
    report(
      `${' '.repeat(28)}${processor.toFixed(0)} ms of processor time; ${(weight / 1000).toFixed(1)} kB compressed`,
    )
    if (weight > LARGEST_PAGE) throw new Error(`bench: ${path} weighs ${weight} bytes`)
  }
}

await withServers(async (start) => {
  const first = await start()
  const now = Date.now()
  await declareProjects(first.url, projects, now)
  const long = [...fiveYears(LONG, now)]
  await sendLines(first.url, long, { batch: 3000, parallel: 1 })
  report(`${projects} projects of 3 facts and one of ${long.length}; requests one at a time`)
  await firstPortfolio('all judged', first)
  report(`peak memory                 ${first.peakMemory().toFixed(0)} MiB`)
  await first.stop()

  const server = await start()
  await firstPortfolio('all read after a restart', server)
  const empty = await emptyRoute(server.url, 2000)
  reportLatencies('an empty route', empty)
  await measure(server, portfolioPages, 100, empty)
  await measure(server, projectPages, 40, empty)
  report(`peak memory                 ${server.peakMemory().toFixed(0)} MiB`)
})
