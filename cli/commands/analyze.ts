import { readFile } from 'node:fs/promises'
import { analyzeEvm } from '../analyze/evm.ts'
import type { Terminal } from '../terminal.ts'
import { shownNumber, textTable } from '../text-table.ts'

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
  const rows = periods.map((period) => [
    String(period.period),
    ...columns.map((name) => shownNumber(period[name], 6)),
    shownNumber(period.eac.cpi, 6),
  ])
  // The short names of earned value are the same in every language.
  terminal.out(textTable([terminal.translate('analyze.period'), ...columns, 'eac'], rows, terminal))
}
