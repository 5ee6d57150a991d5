import { z } from 'zod'
import type { StorePorts } from './config.ts'
import { StoreError } from './errors.ts'
import { type Migration, readMigrations, statementsOf } from './migration-files.ts'
import { defineQuery, runQuery } from './query.ts'
import type { Backend } from './store.ts'
import { storeTime } from './time.ts'
import { writeBatch } from './write-batch.ts'

const appliedMigrations = defineQuery({
  name: 'applied-migrations',
  params: z.object({}),
  row: z.object({ number: z.int(), file: z.string(), checksum: z.string() }),
  sql: (database) => `
    SELECT number, any(file) AS file, any(checksum) AS checksum
    FROM ${database}.schema_migrations
    GROUP BY number
    ORDER BY number`,
})

const databaseExists = defineQuery({
  name: 'database-exists',
  params: z.object({ name: z.string() }),
  row: z.object({ name: z.string() }),
  sql: () => 'SELECT name FROM system.databases WHERE name = {name:String}',
})

const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS \${DATABASE}.schema_migrations \${ON_CLUSTER} (
    number UInt32, file String, checksum FixedString(64), applied_at DateTime64(3, 'UTC')
  ) ENGINE = \${ENGINE:ReplacingMergeTree()} ORDER BY number
  SETTINGS non_replicated_deduplication_window = 10000;`

/**
 * Applies every migration that is not applied yet, each once, in order. Nothing is applied when a file
 * was edited or taken away after it was applied, or when the database is newer than this code.
 */
export async function migrate(
  backend: Backend,
  ports: StorePorts,
  migrations: readonly Migration[] = readMigrations(),
): Promise<void> {
  await createDatabase(backend)
  await runAll(backend, BOOKKEEPING)
  const applied = await runQuery(backend, appliedMigrations, {})
  refuseDrift(applied, migrations)
  const done = new Set(applied.map(({ number }) => number))
  for (const migration of migrations) {
    if (done.has(migration.number)) continue
    await runAll(backend, migration.sql)
    const { number, file, checksum } = migration
    const row = { number, file, checksum, applied_at: storeTime(ports.now()) }
    await writeBatch(backend, {
      table: 'schema_migrations',
      token: `migration:${file}`,
      lines: [JSON.stringify(row)],
    })
  }
}

function refuseDrift(applied: readonly Omit<Migration, 'sql'>[], known: readonly Migration[]): void {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]))
  const newest = known.at(-1)?.number ?? 0
  for (const { number, file, checksum } of applied) {
    const migration = byNumber.get(number)
    if (migration?.checksum === checksum) continue
    if (migration !== undefined) {
      throw new StoreError(
        'MIGRATION_EDITED',
        `${migration.file} was edited after it was applied: restore it and add a new file`,
      )
    }
    if (number > newest) {
      throw new StoreError(
        'MIGRATION_UNKNOWN',
        `the database is newer than this kanmon (it has ${file}): install a newer kanmon`,
      )
    }
    throw new StoreError('MIGRATION_EDITED', `${file} was applied but its file is missing: restore it`)
  }
}

async function createDatabase(backend: Backend): Promise<void> {
  // Looked up first: on a server the user may lack the right to create what exists already.
  if ((await runQuery(backend, databaseExists, { name: backend.database })).length > 0) return
  const onCluster = backend.cluster === null ? '' : ` ON CLUSTER '${backend.cluster}'`
  const engine = backend.kind === 'embedded' ? ' ENGINE = Atomic' : ''
  await backend.write.command({
    query: `CREATE DATABASE IF NOT EXISTS ${backend.database}${onCluster}${engine}`,
  })
}

async function runAll(backend: Backend, sql: string): Promise<void> {
  for (const query of statementsOf(sql, backend)) await backend.write.command({ query })
}
