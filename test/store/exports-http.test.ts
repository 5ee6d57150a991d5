import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putObject } from '../../store/exports/bucket.ts'
import { weeklyParquet } from '../../store/exports/weekly-parquet.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import { weeklyColumns, type WeeklyRow } from '../../schemas/answers-weekly.ts'
import { openBucket } from '../helpers/bucket.ts'
import { type ClickHouseHttp, startClickHouseHttp } from '../helpers/clickhouse-http/server.ts'
import { makeDirectory } from '../helpers/store.ts'

const directory = makeDirectory()
let http: ClickHouseHttp
let store: Store
beforeAll(async () => {
  http = await startClickHouseHttp({ dataDirectory: directory })
  store = await openStore({ dataDirectory: directory, clickhouse: { url: http.url } }, { now: Date.now })
})
afterAll(async () => {
  await store.close()
  await http.close()
})

/** A row that has nothing but what it must have. */
const row = (project: string, pv: number | null): WeeklyRow => ({
  ...(Object.fromEntries(weeklyColumns.map((column) => [column, null])) as unknown as WeeklyRow),
  project,
  week: '2026-W47',
  weekStart: '2026-11-16',
  weekEnd: '2026-11-22',
  timeZone: 'Asia/Tokyo',
  at: '2026-11-22T14:59:59.999Z',
  asOf: '2026-11-23T00:00:00.000Z',
  gate: 'release',
  recommendation: 'HOLD',
  score: 12.5,
  reasons: '',
  states: '',
  metricVersions: '',
  revision: 0,
  pv,
})

async function* given<T>(...items: T[]) {
  for (const item of items) yield await Promise.resolve(item)
}

test('over HTTP the engine makes Parquet of more rows than one insert takes, in their order', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) => row(`p-${index}`, index === 1 ? null : index / 3))
  const file = join(directory, 'weekly.parquet')
  const parts: Uint8Array[] = []
  for await (const part of weeklyParquet(store, crypto.randomUUID(), given(...rows))) parts.push(part)
  writeFileSync(file, Buffer.concat(parts))
  const read = await http.rows<{ project: string; pv: number | null; at: string }>(
    `SELECT project, pv, toString(at) AS at FROM file('${file}', 'Parquet')`,
  )
  expect(read).toHaveLength(2500)
  expect(read.map(({ project, pv }) => [project, pv])).toEqual(rows.map(({ project, pv }) => [project, pv]))
  expect(read[0]?.at).toBe('2026-11-22 14:59:59.999')
  expect(await http.rows("SELECT name FROM system.tables WHERE name LIKE 'export_staging%'")).toEqual([])
})

test('rows that fail leave no table behind', async () => {
  async function* failing(): AsyncGenerator<WeeklyRow> {
    yield await Promise.resolve(row('p', 1))
    throw new Error('no more rows')
  }
  const bytes = weeklyParquet(store, crypto.randomUUID(), failing())
  await expect(bytes.next()).rejects.toThrow('no more rows')
  expect(await http.rows("SELECT name FROM system.tables WHERE name LIKE 'export_staging%'")).toEqual([])
})

test('over HTTP an object of any bytes, larger than one piece, arrives as it was', async () => {
  const bucket = await openBucket()
  const bytes = Buffer.alloc(2_500_000, 0)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at * 7919) % 256
  const place = { path: 'w/a.bin', id: crypto.randomUUID() }
  await putObject(store, { url: bucket.url, keys: { id: 'k', secret: 's' } }, place, given(bytes))
  expect(bucket.objects.get('exports/w/a.bin')?.equals(bytes)).toBe(true)
})
