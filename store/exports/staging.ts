import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

/** A table that exists for one export. */
export interface Staging {
  /** Qualified with its database. */
  readonly table: string
  readonly append: (rows: readonly Readonly<Record<string, unknown>>[]) => Promise<void>
}

const PREFIX = 'export_staging_'
/** Longer than any export takes. */
const ABANDONED_SECONDS = 86_400

const abandoned = defineQuery({
  name: 'abandoned-stagings',
  params: z.object({ prefix: z.string(), seconds: z.int() }),
  row: z.object({ name: z.string() }),
  sql: (database) => `
    SELECT name
    FROM system.tables
    WHERE database = '${database}' AND startsWith(name, {prefix:String})
      AND metadata_modification_time < now() - {seconds:UInt32}`,
})

async function drop(store: Store, table: string): Promise<void> {
  await store.write.command({ query: `DROP TABLE IF EXISTS ${table}` })
}

/**
 * Makes a table on disk, hands it over, and drops it whatever happens; so neither this process nor the engine holds all
 * rows of an export in memory. What a killed process left behind is dropped a day later. `columns` are names and types
 * of our own, and `id` is a UUID.
 */
export async function* withStaging<T>(
  store: Store,
  id: string,
  columns: Readonly<Record<string, string>>,
  work: (staging: Staging) => AsyncIterable<T>,
): AsyncGenerator<T> {
  if (!/^[\w-]+$/.test(id)) throw new RangeError(`withStaging: bad id ${id}`)
  for (const { name } of await runQuery(store, abandoned, { prefix: PREFIX, seconds: ABANDONED_SECONDS })) {
    await drop(store, `${store.database}.${name}`)
  }
  const table = `${store.database}.${PREFIX}${id.replaceAll('-', '_')}`
  const types = Object.entries(columns).map(([name, type]) => `\`${name}\` ${type}`)
  await store.write.command({
    query: `CREATE TABLE ${table} (${types.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
  })
  try {
    yield* work({
      table,
      append: async (rows) => {
        if (rows.length === 0) return
        await store.write.insert({ table, values: [...rows], format: 'JSONEachRow' })
      },
    })
  } finally {
    await drop(store, table)
  }
}
