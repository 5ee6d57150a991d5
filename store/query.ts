import type { z } from 'zod'
import type { Store } from './store.ts'

/** One SELECT: what goes in, what comes out, and its text. Values are always bound, never written into the text. */
export interface Query<P extends z.ZodType, R extends z.ZodType> {
  readonly name: string
  readonly params: P
  readonly row: R
  readonly sql: (database: string) => string
}

export function defineQuery<P extends z.ZodType, R extends z.ZodType>(query: Query<P, R>): Query<P, R> {
  return query
}

/**
 * How every SELECT is limited and answered. It stands in the statement and not in `clickhouse_settings`:
 * the embedded engine applies those with SET, and they would outlive the query on its connection.
 */
const QUERY_SETTINGS = 'SETTINGS max_execution_time = 30, output_format_json_quote_64bit_integers = 0'

/** Checks the parameters, runs the query, checks every row: the one place where SQL becomes types. */
export async function runQuery<P extends z.ZodType, R extends z.ZodType>(
  store: Pick<Store, 'read' | 'database'>,
  query: Query<P, R>,
  params: z.input<P>,
): Promise<z.output<R>[]> {
  const result = await store.read.query({ ...bind(store, query, params), format: 'JSONEachRow' })
  return query.row.array().parse(await result.json())
}

/**
 * The same for many rows: `query.row` is of lists, one a column, and all of them come as one JSON text. Half the time of
 * `runQuery` from a thousand rows on (measured).
 */
export async function runColumnQuery<P extends z.ZodType, R extends z.ZodType>(
  store: Pick<Store, 'read' | 'database'>,
  query: Query<P, R>,
  params: z.input<P>,
): Promise<z.output<R>> {
  const result = await store.read.query({
    ...bind(store, query, params),
    format: 'JSONColumnsWithMetadata',
  })
  const { meta = [], data } = await result.json()
  const columns = data as unknown as Readonly<Record<string, unknown>>
  // Without a row the columns are left out.
  return query.row.parse(Object.fromEntries(meta.map(({ name }) => [name, columns[name] ?? []])))
}

function bind<P extends z.ZodType, R extends z.ZodType>(
  { database }: Pick<Store, 'database'>,
  query: Query<P, R>,
  params: z.input<P>,
) {
  return {
    query: `${query.sql(database)}\n${QUERY_SETTINGS}`,
    query_params: query.params.parse(params) as Record<string, unknown>,
  }
}
