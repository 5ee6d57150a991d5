import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'

/** A directory of its own, removed after the file's tests. */
export function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-test-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A real embedded store, closed after the file's tests. One per test file: the engine binds one directory to a process. */
export async function openTestStore(): Promise<Store> {
  const store = await openStore({ dataDirectory: makeDirectory(), clickhouse: null }, { now: Date.now })
  afterAll(() => store.close())
  return store
}

/** Rows of any SELECT, for looking behind the store's own queries. */
export async function rowsOf<T>(store: Store, query: string): Promise<T[]> {
  const result = await store.read.query({ query, format: 'JSONEachRow' })
  return result.json<T>()
}
