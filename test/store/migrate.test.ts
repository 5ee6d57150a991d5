import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { migrate } from '../../store/migrate.ts'
import { type Migration, readMigrations, statementsOf } from '../../store/migration-files.ts'
import type { Backend } from '../../store/store.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const ports = { now: () => Date.UTC(2026, 3, 1) }
const backend = (await openTestStore()) as Backend

const extra = (sql: string): Migration => ({
  number: 9001,
  file: '9001_extra.sql',
  checksum: createHash('sha256').update(sql).digest('hex'),
  sql,
})

test('every file is recorded once with its checksum, and migrating again changes nothing', async () => {
  await migrate(backend, ports)
  const rows = await rowsOf(
    backend,
    'SELECT number, file, checksum FROM kanmon.schema_migrations ORDER BY number',
  )
  expect(rows).toEqual(readMigrations().map(({ number, file, checksum }) => ({ number, file, checksum })))
})

test('a new file is applied once; edited, taken away or newer than the code, it is refused', async () => {
  const known = readMigrations()
  const added = extra(
    'CREATE TABLE ${DATABASE}.extra ${ON_CLUSTER} (n UInt8) ENGINE = ${ENGINE:ReplacingMergeTree()} ORDER BY n;\nINSERT INTO ${DATABASE}.extra VALUES (1);\n',
  )
  await migrate(backend, ports, [...known, added])
  await migrate(backend, ports, [...known, added])
  expect(await rowsOf(backend, 'SELECT count() AS n FROM kanmon.extra')).toEqual([{ n: 1 }])

  await expect(migrate(backend, ports, [...known, extra('SELECT 2;')])).rejects.toMatchObject({
    code: 'MIGRATION_EDITED',
    message: '9001_extra.sql was edited after it was applied: restore it and add a new file',
  })
  await expect(migrate(backend, ports, known)).rejects.toMatchObject({
    code: 'MIGRATION_UNKNOWN',
    message: 'the database is newer than this kanmon (it has 9001_extra.sql): install a newer kanmon',
  })
  await expect(migrate(backend, ports, [...known.slice(1), added])).rejects.toMatchObject({
    code: 'MIGRATION_EDITED',
    message: '0001_facts.sql was applied but its file is missing: restore it',
  })
})

test('one file serves a single node and a cluster', () => {
  const sql =
    '-- a; comment;\nCREATE TABLE ${DATABASE}.t ${ON_CLUSTER} (n UInt8)\nENGINE = ${ENGINE:ReplacingMergeTree(version)};\nSELECT 1;\n'
  expect(statementsOf(sql, { database: 'k', cluster: null })).toEqual([
    'CREATE TABLE k.t (n UInt8)\nENGINE = ReplacingMergeTree(version)',
    'SELECT 1',
  ])
  expect(statementsOf(sql, { database: 'k', cluster: 'c' })[0]).toBe(
    "CREATE TABLE k.t ON CLUSTER 'c' (n UInt8)\nENGINE = ReplicatedReplacingMergeTree('/clickhouse/{cluster}/tables/{database}/{table}/{shard}', '{replica}', version)",
  )
})
