import { ReportRefused } from '../refused.ts'
import { type CellPlace, type CellValue, comparable, type Entry } from './cell.ts'
import type { FieldSource, TableLayout } from './mapping.ts'

/** A column that the mapping names. */
export interface Column {
  /** As the mapping names it. */
  readonly heading: string
  /** From 0. */
  readonly index: number
}

/** The columns of one table. */
export class Columns {
  readonly #headings: readonly string[]
  readonly #layout: TableLayout

  /** @param headings the entry with the headings; null when the table has none */
  constructor(headings: Entry | null, layout: TableLayout) {
    this.#headings = (headings?.cells ?? []).map((cell) => comparable(String(cell ?? '')))
    this.#layout = layout
  }

  /** @throws {ReportRefused} MISSING_FIELD without such a column, MALFORMED when several have the heading */
  find(heading: string): Column {
    const [, number] = /^#(\d{1,4})$/.exec(heading) ?? []
    if (number !== undefined) return { heading, index: Number(number) - 1 }
    const wanted = comparable(heading)
    const index = this.#headings.indexOf(wanted)
    const { headerRow } = this.#layout
    if (index === -1) {
      const known = this.#headings.filter((text) => text !== '').slice(0, 40)
      const there = known.length === 0 ? 'none at all' : known.join(', ')
      throw new ReportRefused(
        'MISSING_FIELD',
        `the table has no column ${heading}; row ${headerRow} has ${there}`,
        Math.max(1, headerRow),
      )
    }
    if (this.#headings.includes(wanted, index + 1)) {
      throw new ReportRefused(
        'MALFORMED',
        `several columns are called ${heading}; name the one that is meant by its number, such as #${index + 1}`,
        Math.max(1, headerRow),
      )
    }
    return { heading, index }
  }

  /** The columns that a field is made from; none for a constant. */
  of({ column, columns }: FieldSource): readonly Column[] {
    return (columns ?? (column === undefined ? [] : [column])).map((heading) => this.find(heading))
  }

  place(entry: Entry, { index }: Pick<Column, 'index'>): CellPlace {
    return this.#layout.across
      ? { line: index + 1, column: entry.number }
      : { line: entry.number, column: index + 1 }
  }
}

export const cellAt = (entry: Entry, { index }: Column): CellValue => entry.cells[index] ?? null
