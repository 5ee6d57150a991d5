import { readFile } from 'node:fs/promises'
import { analyzeChart, type WrittenOptions } from '../analyze/chart.ts'
import type { Terminal } from '../terminal.ts'
import { shownNumber, textTable } from '../text-table.ts'

export interface AnalyzeChartOptions extends WrittenOptions {
  readonly kind: string
  readonly json?: boolean
}

/** `kanmon analyze chart --kind KIND FILE`: a control chart of a CSV file, without a server. */
export async function analyzeChartFile(
  file: string,
  options: AnalyzeChartOptions,
  terminal: Terminal,
): Promise<void> {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  const { json, ...asked } = options
  const chart = analyzeChart(text, asked)
  if (json === true) {
    terminal.out(JSON.stringify(chart, null, 2))
    return
  }
  const { translate } = terminal
  terminal.out(translate('analyze.centre', { value: shownNumber(chart.centre, 4) }))
  if (chart.sigmaZ !== undefined) {
    terminal.out(translate('analyze.sigmaZ', { value: shownNumber(chart.sigmaZ, 4) }))
  }
  const head = (['label', 'value', 'lower', 'upper', 'signal'] as const).map((name) =>
    translate(`analyze.${name}`),
  )
  const rows = chart.points.map(({ label, value, lower, upper, signal }) => [
    label,
    ...[value, lower, upper].map((limit) => shownNumber(limit, 4)),
    signal ? '*' : '',
  ])
  terminal.out(textTable(head, rows, terminal))
}
