import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface BenchServer {
  readonly url: string
  /** Highest resident set so far, in MiB. */
  peakMemory(): number
  /** Seconds of processor time used so far, in all threads and by the kernel for it. */
  cpuSeconds(): number
  /** The same of the main thread alone. */
  mainCpuSeconds(): number
  stop(): Promise<void>
}

/** `kanmon serve` as its users run it, in a process of its own, on a free port. */
export function startBenchServer(dataDirectory: string): Promise<BenchServer> {
  const command = fileURLToPath(new URL('../../../cli/kanmon.cjs', import.meta.url))
  return start([command, 'serve', '--port', '0'], dataDirectory)
}

/** What the ingest is measured against beside the engine: see `bare-server.ts`. */
export function startBareServer(dataDirectory: string): Promise<BenchServer> {
  return start([fileURLToPath(new URL('./bare-server.js', import.meta.url)), dataDirectory], dataDirectory)
}

async function start(program: readonly string[], dataDirectory: string): Promise<BenchServer> {
  const child = spawn(process.execPath, program, {
    env: { ...process.env, KANMON_DATA: dataDirectory, KANMON_LOG_LEVEL: 'warn', KANMON_LANG: 'en' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await announced(child)
  return {
    url,
    peakMemory: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
    },
    cpuSeconds: () => cpuSecondsOf(`/proc/${child.pid}/stat`),
    mainCpuSeconds: () => cpuSecondsOf(`/proc/${child.pid}/task/${child.pid}/stat`),
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Of a process or a thread. Ticks of 10 ms; the fields are counted from after the name, which may have blanks. */
function cpuSecondsOf(stat: string): number {
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function announced(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('bench: the server has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('bench: the server ended before it listened')
}

/**
 * Sends NDJSON lines in batches, several at a time; every event must be stored. Returns the seconds it took: the bodies
 * are made before, as the engine's file is.
 */
export async function sendLines(
  url: string,
  lines: Iterable<string>,
  options: { batch: number; parallel: number },
): Promise<number> {
  const batches = Array.from(batched(lines, options.batch), (batch) => ({
    events: batch.length,
    body: Buffer.from(batch.join('\n')),
  })).values()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: options.parallel }, async () => {
      for (const { events, body } of batches) {
        const headers = { 'content-type': 'application/x-ndjson' }
        const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body })
        const receipt = (await response.json()) as { accepted: number; quarantined: unknown[] }
        if (receipt.accepted !== events) {
          throw new Error(
            `bench: ${events} sent, ${receipt.accepted} stored: ${JSON.stringify(receipt.quarantined[0])}`,
          )
        }
      }
    }),
  )
  return (performance.now() - started) / 1000
}

function* batched(lines: Iterable<string>, size: number): Generator<string[]> {
  let batch: string[] = []
  for (const line of lines) {
    batch.push(line)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
