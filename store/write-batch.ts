import { Readable } from 'node:stream'
import { WRITTEN_FACT_COLUMNS } from './facts/rows.ts'
import { type InsertStatement, insertSql } from './insert-statement.ts'
import type { Store } from './store.ts'

export type Table =
  | 'facts'
  | 'quarantine'
  | 'quarantine_resolutions'
  | 'verdicts'
  | 'policies'
  | 'schema_migrations'
  | 'notifications'
  | 'notification_deliveries'
  | 'access_keys'
  | 'access_key_uses'
  | 'audit'

export interface Batch {
  readonly table: Table
  /** Names the rows: the same token must always stand for the same rows, since the engine drops a known token's. */
  readonly token: string
  /** Rows in the form of the table: texts of one row or several without a final line end, or all of them as bytes with it. */
  readonly lines: readonly string[] | Buffer
}

/** How long the engine may work on one insert; after that it has given up, whatever became of the connection. */
export const INSERT_SECONDS = 60

type Form = Pick<InsertStatement, 'columns' | 'format'>

const JSON_ROWS: Form = { columns: [], format: 'JSONEachRow' }

/** Facts go as tabbed text: a payload is JSON already and need not be escaped a second time. */
const FACT_ROWS: Form = { columns: WRITTEN_FACT_COLUMNS, format: 'TabSeparated' }

const SETTINGS = {
  async_insert: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 0,
  input_format_tsv_empty_as_default: 1,
  max_execution_time: INSERT_SECONDS,
}

/** Returns once the store has acknowledged every row; throws otherwise. One block, one token, whole or not at all. */
export async function writeBatch(store: Pick<Store, 'write' | 'database'>, batch: Batch): Promise<void> {
  if (batch.lines.length === 0) return
  if (!/^[\w.:-]{1,200}$/.test(batch.token)) throw new RangeError(`writeBatch: bad token ${batch.token}`)
  const query = insertSql({
    table: `${store.database}.${batch.table}`,
    ...(batch.table === 'facts' ? FACT_ROWS : JSON_ROWS),
    settings: { ...SETTINGS, insert_deduplication_token: batch.token },
  })
  const rows = Buffer.isBuffer(batch.lines) ? batch.lines : Buffer.from(`${batch.lines.join('\n')}\n`)
  const { stream } = await store.write.exec({
    query,
    values: Readable.from([rows]),
    // Known to HTTP only (the embedded connection drops it): errors must come before the 200.
    clickhouse_settings: { wait_end_of_query: 1 },
  })
  // An unread response keeps its socket busy.
  stream.resume()
  await new Promise<void>((resolve, reject) => {
    stream.once('end', resolve).once('close', resolve).once('error', reject)
  })
}
