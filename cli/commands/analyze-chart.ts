import { readFile } from 'node:fs/promises'
import { analyzeChart } from '../analyze/chart.ts'
import type { Terminal } from '../terminal.ts'

export interface AnalyzeChartOptions {
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
  const chart = analyzeChart(text, { kind: options.kind })
  if (options.json === true) {
    terminal.out(JSON.stringify(chart, null, 2))
    return
  }
  const shown = (value: number | null) => (value === null ? '–' : String(Math.round(value * 1000) / 1000))
  const sigma = chart.sigmaZ === undefined ? [] : ['sigmaZ', shown(chart.sigmaZ)]
  terminal.out(['centre', shown(chart.centre), ...sigma].join('\t'))
  terminal.out(['label', 'value', 'lower', 'upper', 'signal'].join('\t'))
  for (const { label, value, lower, upper, signal } of chart.points) {
    terminal.out([label, shown(value), shown(lower), shown(upper), signal ? '*' : ''].join('\t'))
  }
}
