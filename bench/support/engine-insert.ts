// Run as a process of its own, because the engine binds one data directory to a process: inserts a file of rows into
// the facts table of a fresh store by the engine alone and says how many seconds that took.
import { openStore } from '../../store/open.ts'

const [dataDirectory = '', file = ''] = process.argv.slice(2)
const store = await openStore({ dataDirectory, clickhouse: null }, { now: Date.now })
// What the ingest writes; the rest is computed by the table in both cases.
const columns = 'project, kind, key, occurred_at, received_at, source, event_id, payload, retracted'
const before = process.cpuUsage()
const started = performance.now()
await store.write.command({
  query: `INSERT INTO ${store.database}.facts (${columns}) SELECT ${columns} FROM file('${file}', 'JSONEachRow')
    SETTINGS async_insert = 0, max_insert_threads = 1`,
})
const seconds = (performance.now() - started) / 1000
const cpu = process.cpuUsage(before)
const result = await store.read.query({
  query: `SELECT count() AS rows FROM ${store.database}.facts`,
  format: 'JSONEachRow',
})
const [counted] = await result.json<{ rows: string }>()
process.stdout.write(
  `${JSON.stringify({ seconds, rows: Number(counted?.rows), cpuSeconds: (cpu.user + cpu.system) / 1e6 })}\n`,
)
await store.close()
