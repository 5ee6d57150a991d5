import { parse } from 'csv-parse/sync'
import { AnalyzeError } from './analyze-error.ts'

/** One record of a CSV file with the line it ends on. */
export interface CsvRow {
  readonly line: number
  readonly values: ReadonlyMap<string, string>
}

/** csv-parse explains itself with the line; everything else about its errors is its own affair. */
function parseRecords(text: string) {
  try {
    return parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
  } catch (error) {
    throw new AnalyzeError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/**
 * Reads CSV with a header, `#` comment lines and exactly as many values in each row as in the header.
 *
 * @throws {AnalyzeError} when it is no such CSV, a required column is missing or a column is there twice
 */
export function csvRows(text: string, required: readonly string[]): readonly CsvRow[] {
  const [head, ...rows] = parseRecords(text)
  if (head === undefined) throw new AnalyzeError(`no rows: needs a header with ${required.join(',')}`)
  const columns = head.record
  for (const column of required) {
    const count = columns.filter((name) => name === column).length
    if (count === 1) continue
    const problem = count === 0 ? 'is missing' : 'is there more than once'
    throw AnalyzeError.at(head.info.lines, column, `${problem}; the header is ${columns.join(',')}`)
  }
  return rows.map(({ info, record }) => ({
    line: info.lines,
    values: new Map(columns.map((column, index) => [column, record[index] ?? ''])),
  }))
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * The number in a row's column, from 0 to `largest`.
 *
 * @throws {AnalyzeError} naming line and column
 */
export function numberIn(row: CsvRow, column: string, largest: number): number {
  const written = row.values.get(column) ?? ''
  if (written === '') throw AnalyzeError.at(row.line, column, 'is empty')
  if (!NUMBER.test(written))
    throw AnalyzeError.at(row.line, column, `must be a number, got ${JSON.stringify(written)}`)
  const value = Number(written)
  if (value < 0) throw AnalyzeError.at(row.line, column, `must not be negative, got ${written}`)
  if (value > largest) throw AnalyzeError.at(row.line, column, `must be at most ${largest}, got ${written}`)
  return value
}
