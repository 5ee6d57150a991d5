/** A cell as `write-excel-file` takes it, without functions, so that it can go to another thread. */
export interface Cell {
  readonly value: string | number | Date
  readonly format?: string
  readonly fontWeight?: 'bold'
  readonly fontStyle?: 'italic'
  readonly textColor?: string
  readonly backgroundColor?: string
  readonly align?: 'left' | 'center' | 'right'
  readonly wrap?: boolean
  /** How many columns it is as wide as; the cells that it covers are null. */
  readonly columnSpan?: number
}
export type Row = readonly (Cell | null)[]

export interface Sheet {
  readonly sheet: string
  readonly data: readonly Row[]
  readonly columns: readonly { readonly width: number }[]
  readonly stickyRowsCount: number
  readonly stickyColumnsCount: number
  readonly orientation: 'landscape'
}

type Style = Partial<Omit<Cell, 'value'>>

/** What Excel takes in a cell; longer text would make the file unreadable. */
const LONGEST_TEXT = 32_767

/**
 * Text as text: a cell of type text is never run as a formula, and with the format `@` it is none either when somebody
 * edits it.
 */
export function text(value: string | null, style: Style = {}): Cell | null {
  if (value === null || value === '') return null
  return { value: value.slice(0, LONGEST_TEXT), format: '@', ...style }
}

export function number(value: number | null, format: string, style: Style = {}): Cell | null {
  return value === null ? null : { value, format, ...style }
}

/** A civil date (`2026-11-22`) or an instant, in UTC, as the date that a spreadsheet counts with. */
export function date(text: string | null, style: Style = {}): Cell | null {
  if (text === null) return null
  return { value: new Date(text), format: text.includes('T') ? 'yyyy-mm-dd hh:mm' : 'yyyy-mm-dd', ...style }
}

export const heading = (value: string): Cell => ({
  value,
  format: '@',
  fontWeight: 'bold',
  textColor: '#FFFFFF',
  backgroundColor: '#1F3A5F',
  wrap: true,
})

/** A sheet with a heading that stays, and the first column beside it. */
export function sheet(
  name: string,
  heads: readonly string[],
  data: readonly Row[],
  widths: readonly number[],
): Sheet {
  return {
    sheet: name,
    data: [heads.map(heading), ...data],
    columns: heads.map((_, index) => ({ width: widths[index] ?? widths.at(-1) ?? 12 })),
    stickyRowsCount: 1,
    stickyColumnsCount: 1,
    orientation: 'landscape',
  }
}
