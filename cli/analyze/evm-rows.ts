import { AnalyzeError } from './analyze-error.ts'
import { csvRows, type CsvRow, numberIn } from './csv-rows.ts'
import { workingTime } from './working-clock.ts'

/** One row of the file: cumulative PV at a time, and the status then if there was one. */
export interface EvmRow {
  readonly line: number
  /** As it stands in the file; a number when all periods are. */
  readonly period: number | string
  /** Time since the plan's start, in periods or working days. */
  readonly time: number
  readonly plannedValue: number
  readonly status: { readonly earnedValue: number; readonly actualCost: number } | null
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const LARGEST = 1e15

const text = (row: CsvRow, column: string): string => row.values.get(column) ?? ''

const amount = (row: CsvRow, column: string): number => numberIn(row, column, LARGEST)

function statusOf(row: CsvRow): EvmRow['status'] {
  const [ev, ac] = [text(row, 'ev'), text(row, 'ac')]
  if (ev === '' && ac === '') return null
  if (ac === '') throw AnalyzeError.at(row.line, 'ac', 'is empty although ev is not')
  if (ev === '') throw AnalyzeError.at(row.line, 'ev', 'is empty although ac is not')
  return { earnedValue: amount(row, 'ev'), actualCost: amount(row, 'ac') }
}

/** Numbers where all periods are numbers, otherwise labels whose rows count 1, 2, 3, … */
function periodsOf(rows: readonly CsvRow[]): readonly Pick<EvmRow, 'period' | 'time'>[] {
  const written = rows.map((row) => text(row, 'period'))
  const empty = rows.find((row) => text(row, 'period') === '')
  if (empty !== undefined) throw AnalyzeError.at(empty.line, 'period', 'is empty')
  if (!written.every((period) => NUMBER.test(period))) {
    return written.map((period, index) => ({ period, time: index + 1 }))
  }
  return rows.map((row) => ({ period: amount(row, 'period'), time: amount(row, 'period') }))
}

/** Working days since the first row, which is the plan's start. */
function datesOf(rows: readonly CsvRow[]): readonly Pick<EvmRow, 'period' | 'time'>[] {
  let start: number | null = null
  return rows.map((row) => {
    const period = text(row, 'date')
    const time = workingTime(period)
    const expected = 'must be a date YYYY-MM-DD or YYYY-MM-DDThh:mm'
    if (time === null) throw AnalyzeError.at(row.line, 'date', `${expected}, got ${JSON.stringify(period)}`)
    start ??= time
    return { period, time: time - start }
  })
}

function assertOrder(rows: readonly EvmRow[], column: 'period' | 'date'): void {
  const seen = new Set<number | string>()
  let before: EvmRow | undefined
  for (const row of rows) {
    if (seen.has(row.period)) throw AnalyzeError.at(row.line, column, `${row.period} is there twice`)
    seen.add(row.period)
    const backwards =
      before !== undefined && (column === 'date' ? row.period < before.period : row.time <= before.time)
    if (before !== undefined && backwards) {
      throw AnalyzeError.at(row.line, column, `must increase, got ${row.period} after ${before.period}`)
    }
    if (before !== undefined && row.plannedValue < before.plannedValue) {
      const fall = `is cumulative and must not decrease, got ${row.plannedValue} after ${before.plannedValue}`
      throw AnalyzeError.at(row.line, 'pv', fall)
    }
    if (row.time === 0 && (before === undefined || column === 'period') && row.plannedValue !== 0) {
      const rule = column === 'date' ? 'the first row is the plan’s start' : 'the plan starts at period 0'
      throw AnalyzeError.at(row.line, 'pv', `${rule} and must have 0, got ${row.plannedValue}`)
    }
    before = row
  }
}

/**
 * The rows of a file `period,pv,ev,ac`, or `date,pv,ev,ac` with working days as time. Further columns are left
 * alone.
 *
 * @throws {AnalyzeError} naming line and column of the first thing that is wrong
 */
export function evmRows(csv: string, calendar: boolean): readonly EvmRow[] {
  const column = calendar ? 'date' : 'period'
  const csvRecords = csvRows(csv, [column, 'pv', 'ev', 'ac'])
  if (csvRecords.length === 0) throw new AnalyzeError(`no rows: there is only a header`)
  const times = calendar ? datesOf(csvRecords) : periodsOf(csvRecords)
  const rows = csvRecords.map((record, index): EvmRow => {
    const { period, time } = times[index] ?? { period: '', time: 0 }
    return { line: record.line, period, time, plannedValue: amount(record, 'pv'), status: statusOf(record) }
  })
  assertOrder(rows, column)
  return rows
}
