import type { CollectRefusalCode } from '../outcome.ts'
import { ReportRefused } from '../refused.ts'

/** What stands in a cell. A date of a spreadsheet comes as the text `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`. */
export type CellValue = string | number | boolean | null

/** Stands in a cell whose formula no spreadsheet program has computed yet. */
export const NOT_COMPUTED = '#NOT_COMPUTED!'
const ERROR = /^#(?:REF|N\/A|DIV\/0|VALUE|NAME|NUM|NULL|SPILL|CALC|GETTING_DATA)[!?]?$/

/** What a cell says instead of a value, in words; null when it has a value. */
export function errorOf(value: CellValue): string | null {
  if (value === NOT_COMPUTED) return 'holds a formula that was never computed; open and save the file once'
  return typeof value === 'string' && ERROR.test(value.trim()) ? `shows the error ${value.trim()}` : null
}

/** One entry of a table: a row, or a column where the table runs across. */
export interface Entry {
  /** Number of the row (of the column, where it runs across), from 1. */
  readonly number: number
  readonly cells: readonly CellValue[]
}

/** Spreadsheets name columns by letters: 1 = A, 27 = AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return `${rest > 0 ? columnLetters(rest) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`
}

/** Where a cell stands in the file. */
export interface CellPlace {
  readonly line: number
  readonly column: number
}

/** The refusal of a table for one of its cells, with its line and column. */
export function refuseCell(
  code: CollectRefusalCode,
  { line, column }: CellPlace,
  heading: string,
  message: string,
): ReportRefused {
  return new ReportRefused(code, `column ${column} (${columnLetters(column)}, ${heading}): ${message}`, line)
}

/** A heading or a word of a list, as it is compared: width, spaces and line breaks make no difference. */
export const comparable = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

export const isEmpty = (value: CellValue | undefined, empty: readonly string[]) =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && (value.trim() === '' || empty.includes(value.trim())))
