import Table from 'cli-table3'
import wrapAnsi from 'wrap-ansi'
import type { PortfolioItem } from '../schemas/answers.ts'
import type { Terminal } from './terminal.ts'

/** How many reasons of one project are spelt out. */
const REASONS_SHOWN = 2

/** Wraps by display width: a Japanese character takes two columns and may stand at the end of any line. */
const wrapped = (text: string, width: number) => wrapAnsi(text, width, { hard: true })

/** The portfolio as a table: every project with its verdict, its score and why. */
export function portfolioTable(items: readonly PortfolioItem[], terminal: Terminal): string {
  const { translate } = terminal
  const fixed = [26, 30, 9, 8]
  const reasonWidth = Math.max(40, terminal.width - fixed.reduce((sum, width) => sum + width, 0) - 6)
  const widths = [...fixed, reasonWidth]
  const table = new Table({
    head: [
      translate('table.project'),
      translate('table.name'),
      translate('table.recommendation'),
      translate('table.score'),
      translate('table.reason'),
    ],
    colWidths: widths,
    style: { head: [], border: [] },
  })
  for (const item of items) {
    const shown = item.reasons.slice(0, REASONS_SHOWN).map((reason) => `${reason.kind}: ${reason.message}`)
    const more = item.reasons.length - shown.length
    if (more > 0) shown.push(translate('table.more', { count: more }))
    const why = shown.length === 0 ? translate('table.allHold') : shown.join('\n')
    const cells = [item.project, item.name ?? '–', item.recommendation, item.score.toFixed(1), why]
    table.push(cells.map((cell, column) => wrapped(cell, (widths[column] ?? reasonWidth) - 2)))
  }
  return table.toString()
}
