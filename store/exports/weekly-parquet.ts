import type { WeeklyColumn, WeeklyRow } from '../../schemas/answers-weekly.ts'
import { weeklyColumns } from '../../schemas/answers-weekly.ts'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { withStaging } from './staging.ts'

const INSTANT = "DateTime64(3, 'UTC')"

/** Types of the columns that are no figures; a figure is a Nullable(Float64). */
const TYPES: Partial<Record<WeeklyColumn, string>> = {
  project: 'String',
  name: 'Nullable(String)',
  division: 'Nullable(String)',
  week: 'String',
  weekStart: 'Date32',
  weekEnd: 'Date32',
  timeZone: 'String',
  at: INSTANT,
  asOf: INSTANT,
  gate: 'String',
  recommendation: 'String',
  score: 'Float64',
  reasons: 'String',
  states: 'String',
  policy: 'Nullable(String)',
  policyVersion: 'Nullable(UInt32)',
  policyDigest: 'Nullable(String)',
  metricVersions: 'String',
  revision: 'UInt32',
  firstTold: `Nullable(${INSTANT})`,
  restatedAt: `Nullable(${INSTANT})`,
  was: 'Nullable(String)',
}
/** Beside the columns of the file: keeps the order. */
const PLACE = 'place'
const columns = Object.fromEntries(
  weeklyColumns.map((column) => [column, TYPES[column] ?? 'Nullable(Float64)']),
)
const instants = weeklyColumns.filter((column) => columns[column]?.includes('DateTime64') === true)

function stagedRow(row: WeeklyRow, place: number): Record<string, unknown> {
  const times = instants.map((column) => {
    const text = row[column]
    return [column, text === null ? null : storeTime(Date.parse(String(text)))] as const
  })
  return { ...row, ...Object.fromEntries(times), [PLACE]: place }
}

/** Rows in one insert: some 2 MB of text. */
const ROWS_AT_ONCE = 1000

/** The rows as a Parquet file with typed columns, made by the engine; in the order in which they come. */
export function weeklyParquet(
  store: Store,
  id: string,
  rows: AsyncIterable<WeeklyRow>,
): AsyncGenerator<Uint8Array> {
  return withStaging(store, id, { ...columns, [PLACE]: 'UInt64' }, async function* ({ table, append }) {
    let waiting: Record<string, unknown>[] = []
    let place = 0
    for await (const row of rows) {
      waiting.push(stagedRow(row, (place += 1)))
      if (waiting.length < ROWS_AT_ONCE) continue
      await append(waiting)
      waiting = []
    }
    await append(waiting)
    const names = weeklyColumns.map((column) => `\`${column}\``)
    const { stream } = await store.write.exec({
      query: `SELECT ${names.join(', ')} FROM ${table} ORDER BY ${PLACE} FORMAT Parquet SETTINGS max_threads = 1`,
    })
    for await (const chunk of stream) yield chunk as Uint8Array
  })
}
