import Table from 'cli-table3'
import type { PortfolioItem } from '../schemas/answers.ts'
import type { Terminal } from './terminal.ts'

/** How many reasons of one project are spelt out. */
const REASONS_SHOWN = 2

/** The portfolio as a table: every project with its verdict, its score and why. */
export function portfolioTable(items: readonly PortfolioItem[], terminal: Terminal): string {
  const { translate } = terminal
  const fixed = [26, 30, 9, 8]
  const reasonWidth = Math.max(40, terminal.width - fixed.reduce((sum, width) => sum + width, 0) - 6)
  const table = new Table({
    head: [
      translate('table.project'),
      translate('table.name'),
      translate('table.recommendation'),
      translate('table.score'),
      translate('table.reason'),
    ],
    colWidths: [...fixed, reasonWidth],
    wordWrap: true,
    wrapOnWordBoundary: terminal.language === 'en',
    style: { head: [], border: [] },
  })
  for (const item of items) {
    const shown = item.reasons.slice(0, REASONS_SHOWN).map((reason) => `${reason.kind}: ${reason.message}`)
    const more = item.reasons.length - shown.length
    if (more > 0) shown.push(translate('table.more', { count: more }))
    const why = shown.length === 0 ? translate('table.allHold') : shown.join('\n')
    table.push([item.project, item.name ?? '–', item.recommendation, item.score.toFixed(1), why])
  }
  return table.toString()
}
