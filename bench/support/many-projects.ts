import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectBasics } from './events.ts'
import { quantile, report } from './figures.ts'
import { type BenchServer, sendLines, startBenchServer } from './server.ts'

/** A directory and servers on it, one after another; both are gone when the work is done. */
export async function withServers(work: (start: () => Promise<BenchServer>) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
  const running = new Set<BenchServer>()
  const start = async () => {
    const server = await startBenchServer(directory)
    running.add(server)
    return { ...server, stop: () => (running.delete(server), server.stop()) }
  }
  try {
    await work(start)
  } finally {
    for (const server of running) await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Declares so many projects with a plan and a size. Returns their names. */
export async function declareProjects(url: string, count: number, now: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `bench-${n}`)
  await sendLines(
    url,
    names.flatMap((name) => [...projectBasics(name, now)]),
    { batch: 3000, parallel: 2 },
  )
  return names
}

/** The body of a GET that must succeed. */
export async function load(address: string): Promise<Buffer> {
  const response = await fetch(address)
  const body = Buffer.from(await response.arrayBuffer())
  if (response.status !== 200) throw new Error(`bench: ${response.status} for ${address}`)
  return body
}

/** How long each of these takes, one after another, in milliseconds. */
export async function latencies(addresses: Iterable<string>): Promise<number[]> {
  const measured: number[] = []
  for (const address of addresses) {
    const started = performance.now()
    await load(address)
    measured.push(performance.now() - started)
  }
  return measured
}

/** The same address again and again. */
export const times = (count: number, address: string): string[] =>
  Array.from({ length: count }, () => address)

/** How long an empty route of the server takes, once it is warm. */
export async function emptyRoute(url: string, count: number): Promise<number[]> {
  await latencies(times(300, `${url}/healthz`))
  return latencies(times(count, `${url}/healthz`))
}

const figures = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(2)} ms, p99 ${quantile(values, 0.99).toFixed(2)} ms`

/** Reports what was measured, and its ratio to an empty route where there is one. */
export function reportLatencies(name: string, values: readonly number[], empty?: readonly number[]): void {
  const ratio = (q: number) => (quantile(values, q) / quantile(empty ?? [], q)).toFixed(1)
  const ratios = empty === undefined ? '' : `; ratio p50 ${ratio(0.5)}, p99 ${ratio(0.99)}`
  report(`${name.padEnd(28)}${figures(values)}${ratios}`)
}
