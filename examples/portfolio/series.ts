import { parse } from 'csv-parse/sync'
import type { ReadFile } from './types.ts'

/** A stretch of a series: days `first` to `last` (1 = the first day of the series) with `count` failures. */
interface Period {
  readonly first: number
  readonly last: number
  readonly count: number
}

export interface Series {
  readonly file: string
  /** Length in days. */
  readonly days: number
  readonly total: number
  readonly periods: readonly Period[]
  /** Real executed test cases, cumulative at the end of each period, where the file has them. */
  readonly executed?: readonly number[]
  /** Real hours of test execution, cumulative at the end of each period, where the file has them. */
  readonly testHours?: readonly number[]
}

type Row = Readonly<Record<string, string>>

/** The rows of a data file below its `#` lines. */
export const readRows = (read: ReadFile, file: string): Row[] =>
  parse(read(file), { columns: true, comment: '#', skip_empty_lines: true })

/** A numeric field of a row; a missing or unreadable one is an error, never 0. */
export function numberIn(row: Row, column: string): number {
  const text = row[column]?.trim() ?? ''
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) throw new RangeError(`series: no number in column ${column}`)
  return value
}

function assemble(file: string, periods: readonly Period[]): Series {
  const days = periods.at(-1)?.last
  if (days === undefined) throw new RangeError(`series: ${file} has no rows`)
  return { file, days, total: periods.reduce((sum, period) => sum + period.count, 0), periods }
}

/**
 * A grouped series. `unitDays` is the length of its unit of time in days: 1 where `t_end` counts days
 * (daily series and the Tomcat months of 28 to 31 days), 7 for weeks.
 */
export function groupedSeries(read: ReadFile, file: string, unitDays: 1 | 7 = 1): Series {
  const rows = readRows(read, file)
  const periods = rows.map((row) => {
    const end = numberIn(row, 't_end')
    return {
      first: (end - numberIn(row, 'width')) * unitDays + 1,
      last: end * unitDays,
      count: numberIn(row, 'count'),
    }
  })
  const series = assemble(file, periods)
  const columns = rows[0] ?? {}
  let hours = 0
  return {
    ...series,
    ...('ctc' in columns && { executed: rows.map((row) => numberIn(row, 'ctc')) }),
    ...('E' in columns && { testHours: rows.map((row) => (hours += numberIn(row, 'E'))) }),
  }
}

/** A series of failure times in CPU seconds, stretched so that `end` seconds become `days` days. */
export function timeSeries(read: ReadFile, file: string, end: number, days: number): Series {
  const counts = Array.from({ length: days }, () => 0)
  for (const row of readRows(read, file)) {
    const index = Math.min(days - 1, Math.floor((numberIn(row, 'time') / end) * days))
    counts[index] = (counts[index] ?? 0) + 1
  }
  return assemble(
    file,
    counts.map((count, index) => ({ first: index + 1, last: index + 1, count })),
  )
}
