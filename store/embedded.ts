import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { type ByteConnection, withByteInserts } from './byte-inserts.ts'
import { countWrites } from './counted-writes.ts'
import { StoreError } from './errors.ts'
import { describeHolder, ENGINE_FOLDER, removeLockFile, writeLockFile } from './lock-file.ts'
import { spreadReads, withoutParameters } from './readers.ts'
import type { Backend } from './store.ts'

/** What is used of chdb. Its own types are not, so that kanmon compiles where this optional dependency was left out. */
interface Engine {
  readonly createChdbConnection: (options: { path: string }) => ByteConnection
}
type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>

/**
 * The engine inside this process, on one data directory: a process can bind no second one, and no
 * second process can bind this one. One connection writes and two read, because each runs one query at a time.
 */
export async function openEmbedded(
  dataDirectory: string,
  database: string,
  now: () => number,
): Promise<Backend> {
  const directory = resolve(dataDirectory)
  makeWritable(directory)
  const engine = await loadEngine()
  const connect = () => openConnection(engine, directory)
  const { write, revision } = countWrites(connect())
  const readers: [ClickHouseClient, ClickHouseClient] = [connect(), connect()]
  writeLockFile(directory, now())
  return {
    kind: 'embedded',
    database,
    cluster: null,
    write,
    read: withoutParameters(spreadReads(readers)),
    revision,
    close: async () => {
      for (const client of [...readers, write]) await client.close()
      removeLockFile(directory)
    },
  }
}

function makeWritable(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK | constants.R_OK | constants.X_OK)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    const advice = 'make it writable or set KANMON_DATA to another directory'
    throw new StoreError('STORE_UNWRITABLE', `cannot write to ${directory} (${code}): ${advice}`, { cause })
  }
}

/** A name that is not a literal, so that TypeScript does not look for the optional package. */
const ENGINE_MODULE = ['chdb', 'connection'].join('/')

async function loadEngine(): Promise<Engine> {
  try {
    return (await import(ENGINE_MODULE)) as Engine
  } catch (cause) {
    throw new StoreError(
      'STORE_ENGINE_MISSING',
      'the embedded engine is not installed: run `npm i chdb`, or set KANMON_CLICKHOUSE_URL to use a ClickHouse server',
      { cause },
    )
  }
}

function openConnection(engine: Engine, directory: string): ClickHouseClient {
  try {
    const connection = engine.createChdbConnection({ path: join(directory, ENGINE_FOLDER) })
    return createClient({ connection: withByteInserts(connection) as unknown as Connection })
  } catch (cause) {
    throw explain(cause, directory)
  }
}

/** The engine tells the reason (code 76 for a directory in use) to stderr only, so it is found out here. */
function explain(cause: unknown, directory: string): StoreError {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (text.includes('only one active data directory per process')) {
    const message = `this process already uses another data directory than ${directory}: close it first`
    return new StoreError('STORE_LOCKED', message, { cause })
  }
  const holder = describeHolder(directory)
  if (holder !== null) {
    const message = `${directory} is in use by ${holder}: stop it, or set KANMON_DATA to another directory`
    return new StoreError('STORE_LOCKED', message, { cause })
  }
  const message = `the embedded engine does not open ${directory}: ${text.slice(0, 200)}; its reason stands above`
  return new StoreError('STORE_UNREACHABLE', message, { cause })
}
