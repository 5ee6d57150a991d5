import type { ClickHouseClient } from '@clickhouse/client'
import type { Revision } from './counted-writes.ts'

/** The only thing that readers of the store may do. */
export type Reader = Pick<ClickHouseClient, 'query'>

/** An open store whose tables exist and are of this version. Names in SQL are always qualified with `database`. */
export interface Store {
  readonly kind: 'embedded' | 'server'
  readonly database: string
  /** Runs one statement at a time on the embedded engine; give it writes only. */
  readonly write: ClickHouseClient
  readonly read: Reader
  /** Counts this process's writes to tables; null where others may write as well. */
  readonly revision: Revision | null
  close(): Promise<void>
}

/** A store before its migrations: what `migrate` works on. */
export interface Backend extends Store {
  readonly cluster: string | null
}
