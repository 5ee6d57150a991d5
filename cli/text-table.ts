import Table from 'cli-table3'
import wrapAnsi from 'wrap-ansi'
import type { Terminal } from './terminal.ts'

/** The last column is not made narrower than this, however narrow the terminal is. */
const LEAST_WIDTH = 40
/** What a value that there is not looks like. */
export const NOTHING = '–'

/** A number for people: so many significant digits, and the sign for what is not measurable. */
export function shownNumber(value: number | null, digits = 5): string {
  return value === null ? NOTHING : String(Number(value.toPrecision(digits)))
}

/** On one line: tabs and line ends would break a table. */
const cell = (value: string | null) => (value === null ? NOTHING : value.replace(/\s+/g, ' '))

/** A table as wide as its cells need, the last column wrapped to what is left of the terminal. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  terminal: Pick<Terminal, 'width'>,
): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } })
  const cells = rows.map((row) => row.map(cell))
  const others = head
    .slice(0, -1)
    .map((name, column) => Math.max(name.length, ...cells.map((row) => (row[column] ?? '').length)))
  const width = Math.max(LEAST_WIDTH, terminal.width - others.reduce((sum, wide) => sum + wide + 3, 4))
  for (const row of cells) {
    table.push(
      row.map((text, column) => (column === head.length - 1 ? wrapAnsi(text, width, { hard: true }) : text)),
    )
  }
  return table.toString()
}
