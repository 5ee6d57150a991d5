import {
  chartKinds,
  type ChartKind,
  type ChartOption,
  chartOptionNames,
  type ChartOptions,
  controlCharts,
  optionProblem,
} from '../../analytics/charts/charts.ts'
import type { ControlChart, Subgroup } from '../../analytics/charts/control-chart.ts'
import { AnalyzeError } from './analyze-error.ts'
import { csvRows, type CsvRow, numberIn } from './csv-rows.ts'

const LARGEST = 1e9

/** Kinds that divide by the exposure and so cannot do without it. */
const NEEDS_EXPOSURE: ReadonlySet<ChartKind> = new Set(['u', 'laney'])

const numberAt = (row: CsvRow, column: string): number => numberIn(row, column, LARGEST)

function subgroupOf(row: CsvRow, kind: ChartKind): Subgroup {
  const label = row.values.get('label') ?? ''
  if (label === '') throw AnalyzeError.at(row.line, 'label', 'is empty')
  const count = numberAt(row, 'count')
  if (!Number.isInteger(count)) {
    throw AnalyzeError.at(row.line, 'count', `must be a whole number, got ${count}`)
  }
  const written = row.values.get('exposure') ?? ''
  if (written === '' && !NEEDS_EXPOSURE.has(kind)) return { label, count, exposure: 1 }
  const exposure = numberAt(row, 'exposure')
  if (exposure === 0) throw AnalyzeError.at(row.line, 'exposure', 'must be above 0: nothing was looked at')
  return { label, count, exposure }
}

const isKind = (kind: string): kind is ChartKind => chartKinds.some((known) => known === kind)

/** Options as they are written on the command line. */
export type WrittenOptions = Readonly<Partial<Record<ChartOption, string>>>

function optionsOf(kind: ChartKind, written: WrittenOptions): ChartOptions {
  const options: Partial<Record<ChartOption, number>> = {}
  for (const name of chartOptionNames) {
    const text = written[name]
    if (text === undefined) continue
    const value = text.trim() === '' ? NaN : Number(text)
    if (!Number.isFinite(value))
      throw new AnalyzeError(`--${name} must be a number, got ${JSON.stringify(text)}`)
    const problem = optionProblem(kind, name, value)
    if (problem !== null) throw new AnalyzeError(`--${name} ${problem}`)
    options[name] = value
  }
  return options
}

/**
 * Control chart of a CSV file with the columns `label,count,exposure`; for c, ewma and cusum the exposure may be absent
 * and is 1 then; c never looks at it. Fewer than two rows have no Laney, EWMA or other limits that need a spread,
 * unless the spread is given.
 *
 * @throws {AnalyzeError} naming line and column of what is wrong with the file, or the kind that does not exist
 * @example
 * analyzeChart('label,count,exposure\n1.3,33,37.699\n1.4,47,54.195\n', { kind: 'u' }).centre // 0.8706
 */
export function analyzeChart(
  text: string,
  { kind, ...written }: { readonly kind: string } & WrittenOptions,
): ControlChart {
  if (!isKind(kind)) throw new AnalyzeError(`kind must be one of ${chartKinds.join(', ')}, got ${kind}`)
  const options = optionsOf(kind, written)
  const required = NEEDS_EXPOSURE.has(kind) ? ['label', 'count', 'exposure'] : ['label', 'count']
  const rows = csvRows(text, required)
  if (rows.length === 0) throw new AnalyzeError('no rows: there is only a header')
  return controlCharts[kind](
    rows.map((row) => subgroupOf(row, kind)),
    options,
  )
}
