import { readFileSync } from 'node:fs'
import type { Store } from '../../store/store.ts'

/** What a child that reads a topic says at its end. */
export interface Reading {
  readonly rows: number
  readonly seconds: number
  /** Highest resident set, in MiB. */
  readonly peakMemory: number
}

export async function countFacts(store: Store): Promise<number> {
  const result = await store.read.query({
    query: `SELECT count() AS rows FROM ${store.database}.facts`,
    format: 'JSONEachRow',
  })
  const [counted] = await result.json<{ rows: string }>()
  return Number(counted?.rows)
}

/** Writes the reading for the parent and closes the store. */
export async function tellReading(store: Store, seconds: number): Promise<void> {
  const status = readFileSync('/proc/self/status', 'utf8')
  const reading: Reading = {
    rows: await countFacts(store),
    seconds,
    peakMemory: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024,
  }
  process.stdout.write(`${JSON.stringify(reading)}\n`)
  await store.close()
}
