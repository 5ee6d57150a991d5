import { failureCounts, failureTimes, type FailureData } from '../../analytics/reliability/failure-data.ts'
import { AnalyzeError } from './analyze-error.ts'
import { csvRows, type CsvRow, numberIn } from './csv-rows.ts'

/** What time is: the file's own (`time` of failures, `days` of intervals), or executed test cases. */
export type Axis = 'time' | 'days' | 'cases'

/** What the caller asks of a file of failures. */
export interface RowOptions {
  readonly observedUntil?: number
  readonly axis?: 'days' | 'cases'
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const LARGEST = 1e12

const numberAt = (row: CsvRow, column: string): number => numberIn(row, column, LARGEST)

function wholeAt(row: CsvRow, column: string): number {
  const value = numberAt(row, column)
  if (!Number.isInteger(value)) {
    throw AnalyzeError.at(row.line, column, `must be a whole number, got ${row.values.get(column) ?? ''}`)
  }
  return value
}

/** The columns of the header, the first line that is neither a comment nor empty. */
function headerOf(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const header = lines.find((line) => line.trim() !== '' && !line.startsWith('#'))
  return (header ?? '').split(',').map((name) => name.trim())
}

/**
 * Ends of observation that a comment line `# T_end: 849` states. A line may state several, each with a remark in
 * parentheses: they belong to parts of the series.
 */
function statedEnds(text: string): number[] {
  return [...text.matchAll(/^#\s*T_end\b[^:\n]*:(.*)$/gm)].flatMap(([, rest = '']) =>
    rest
      .replace(/\([^)]*\)/g, ' ')
      .split(/[\s,;]+/)
      .filter((word) => NUMBER.test(word))
      .map(Number),
  )
}

/** The end asked for, else the least stated end that is not before the last failure, else the last failure. */
function observationEnd(text: string, last: number, asked: number | undefined): number {
  if (asked !== undefined) {
    if (asked >= last && asked > 0) return asked
    throw new AnalyzeError(`--observed-until ${asked} is before the last failure or interval at ${last}`)
  }
  const stated = statedEnds(text)
  const tooLarge = stated.find((end) => end > LARGEST)
  if (tooLarge !== undefined) throw new AnalyzeError(`T_end must be at most ${LARGEST}, got ${tooLarge}`)
  const fitting = stated.filter((end) => end >= last).sort((a, b) => a - b)[0]
  if (stated.length > 0 && fitting === undefined) {
    throw new AnalyzeError(`T_end ${Math.max(...stated)} is before the last failure or interval at ${last}`)
  }
  return fitting ?? last
}

function timesOf(text: string, options: RowOptions): FailureData {
  const rows = csvRows(text, ['time'])
  let before = 0
  const times = rows.map((row) => {
    const time = numberAt(row, 'time')
    if (time === 0) throw AnalyzeError.at(row.line, 'time', 'must be above 0: the observation begins there')
    if (time < before)
      throw AnalyzeError.at(row.line, 'time', `must not go back, got ${time} after ${before}`)
    before = time
    return time
  })
  const end = observationEnd(text, before, options.observedUntil)
  if (end === 0) throw new AnalyzeError('no failures and no end of observation: add --observed-until')
  return failureTimes(times, end)
}

/** Ends in executed test cases: from the column `tc` of each interval, or the cumulative `ctc`. */
function casesEnd(row: CsvRow, before: number, columns: readonly string[]): number {
  if (columns.includes('tc')) return before + wholeAt(row, 'tc')
  const end = wholeAt(row, 'ctc')
  if (end < before) throw AnalyzeError.at(row.line, 'ctc', `must not go back, got ${end} after ${before}`)
  return end
}

function daysEnd(row: CsvRow, before: number, columns: readonly string[]): number {
  const end = numberAt(row, 't_end')
  if (end <= before) throw AnalyzeError.at(row.line, 't_end', `must not go back, got ${end} after ${before}`)
  const width = columns.includes('width') ? numberAt(row, 'width') : end - before
  if (Math.abs(width - (end - before)) > 1e-6 * end) {
    throw AnalyzeError.at(
      row.line,
      'width',
      `must be t_end - the t_end before, ${end - before}, got ${width}`,
    )
  }
  return end
}

function countsOf(text: string, columns: readonly string[], axis: Axis, options: RowOptions): FailureData {
  const rows = csvRows(text, axis === 'cases' ? ['count'] : ['t_end', 'count'])
  const [ends, counts]: [number[], number[]] = [[], []]
  let waiting = 0
  for (const row of rows) {
    const before = ends.at(-1) ?? 0
    const end = axis === 'cases' ? casesEnd(row, before, columns) : daysEnd(row, before, columns)
    const count = wholeAt(row, 'count') + waiting
    waiting = 0
    if (end > before) {
      ends.push(end)
      counts.push(count)
    } else waiting = count // nothing was executed: its failures belong to the next interval in which something was
  }
  const last = ends.at(-1)
  if (last === undefined) throw new AnalyzeError('no interval: there is nothing to analyse')
  counts.push((counts.pop() ?? 0) + waiting)
  return failureCounts(
    ends,
    counts,
    observationEnd(axis === 'cases' ? '' : text, last, options.observedUntil),
  )
}

/**
 * Reads failures in either format of the field: `n,interval,time` (times of failure) or `period,width,t_end,count`
 * (counts of intervals, with further columns; `tc` or `ctc` = executed test cases). The end of observation is
 * `observedUntil`, or `# T_end: …` in a comment, or the last failure or interval.
 *
 * @throws {AnalyzeError} naming line and column of what is wrong with the file
 */
export function reliabilityRows(text: string, options: RowOptions): { data: FailureData; axis: Axis } {
  const columns = headerOf(text)
  if (columns.includes('time')) {
    if (options.axis === 'cases') throw new AnalyzeError('--axis cases needs counts with a column tc or ctc')
    return { data: timesOf(text, options), axis: options.axis ?? 'time' }
  }
  if (!columns.includes('count')) {
    throw new AnalyzeError(
      'needs a column time (times of failure) or the columns t_end and count (intervals)',
    )
  }
  const axis = options.axis ?? 'days'
  if (axis === 'cases' && !columns.includes('tc') && !columns.includes('ctc')) {
    throw new AnalyzeError('--axis cases needs a column tc (executed test cases) or ctc (cumulative)')
  }
  return { data: countsOf(text, columns, axis, options), axis }
}
