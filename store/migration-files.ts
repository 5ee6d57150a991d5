import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

export interface Migration {
  readonly number: number
  readonly file: string
  readonly checksum: string
  readonly sql: string
}

const FILE = /^(\d{4})_[a-z0-9_]+\.sql$/

/** Every `NNNN_name.sql` of a folder in order of its number; two files of one number are an error. */
export function readMigrations(folder = new URL('./sql/', import.meta.url)): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => FILE.test(file))
    .sort()
    .map((file) => toMigration(file, readFileSync(new URL(file, folder), 'utf8')))
  migrations.forEach((migration, index) => {
    if (migrations[index + 1]?.number === migration.number) {
      throw new Error(`two migrations have the number ${migration.number}`)
    }
  })
  return migrations
}

function toMigration(file: string, text: string): Migration {
  // Line ends do not count: a checkout on Windows may change them.
  const sql = text.replaceAll('\r\n', '\n')
  const checksum = createHash('sha256').update(sql).digest('hex')
  return { number: Number(FILE.exec(file)?.[1]), file, checksum, sql }
}

/** Fills the placeholders, so that one file serves a single node and a cluster, and splits at `;` ending a line. */
export function statementsOf(sql: string, target: { database: string; cluster: string | null }): string[] {
  const { database, cluster } = target
  return sql
    .replace(/^\s*--.*$/gm, '')
    .replaceAll('${DATABASE}', database)
    .replaceAll(' ${ON_CLUSTER}', cluster === null ? '' : ` ON CLUSTER '${cluster}'`)
    .replace(/\$\{ENGINE:(\w+)\((\w*)\)\}/g, (_, engine: string, version: string) =>
      cluster === null ? `${engine}(${version})` : replicated(engine, version),
    )
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

function replicated(engine: string, version: string): string {
  const path = "'/clickhouse/{cluster}/tables/{database}/{table}/{shard}', '{replica}'"
  return `Replicated${engine}(${version === '' ? path : `${path}, ${version}`})`
}
