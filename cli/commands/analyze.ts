import { readFile } from 'node:fs/promises'
import { analyzeEvm } from '../analyze/evm.ts'
import type { Terminal } from '../terminal.ts'

export interface AnalyzeOptions {
  readonly json?: boolean
  readonly calendar?: boolean
}

/** `kanmon analyze evm FILE`: earned value of a CSV file, without a server. */
export async function analyzeEvmFile(
  file: string,
  options: AnalyzeOptions,
  terminal: Terminal,
): Promise<void> {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  const periods = analyzeEvm(text, { calendar: options.calendar ?? false })
  if (options.json === true) {
    terminal.out(JSON.stringify(periods, null, 2))
    return
  }
  const columns = ['pv', 'ev', 'ac', 'spi', 'cpi', 'es', 'spiT', 'tcpiBac'] as const
  terminal.out(['period', ...columns, 'eac'].join('\t'))
  const shown = (value: number | null) => (value === null ? '–' : String(Math.round(value * 1000) / 1000))
  for (const period of periods) {
    terminal.out(
      [period.period, ...columns.map((name) => shown(period[name])), shown(period.eac.cpi)].join('\t'),
    )
  }
}
