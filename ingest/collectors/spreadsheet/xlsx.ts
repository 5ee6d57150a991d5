import { readSheet } from 'read-excel-file/node'
import type { Collector } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { acrossEntries } from '../table/across.ts'
import { type CellValue, type Entry } from '../table/cell.ts'
import type { TableOptions } from '../table/csv.ts'
import { serialText } from '../table/field-value.ts'
import { tableFacts } from '../table/table-facts.ts'
import { type CellMarks, readCellMarks } from './cell-marks.ts'
import { readWorkbook, type Workbook } from './workbook.ts'
import { zipParts } from './zip.ts'

/** Largest workbook: it has to be in memory at once. */
const MAX_BYTES = 64 * 1024 * 1024
/** First bytes of the older binary format, which also wraps workbooks that have a password. */
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

async function bytesOf(report: Report): Promise<Buffer> {
  if (report.size > MAX_BYTES) {
    throw new ReportRefused('TOO_LARGE', `the file has ${report.size} bytes; at most ${MAX_BYTES} are read`)
  }
  const pieces: Buffer[] = []
  for await (const piece of report.open()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  if (bytes.subarray(0, 8).equals(COMPOUND_FILE)) {
    throw new ReportRefused(
      'NOT_THIS_FORMAT',
      'the file is an .xls or has a password; save it as .xlsx without one',
    )
  }
  if (bytes.toString('latin1', 0, 2) !== 'PK')
    throw new ReportRefused('NOT_THIS_FORMAT', 'the file is no .xlsx')
  return bytes
}

function chooseSheet({ sheets }: Workbook, wanted: string | undefined) {
  const names = sheets.map(({ name }) => name).join(', ')
  const [only] = sheets
  const chosen = wanted === undefined ? only : sheets.find(({ name }) => name === wanted)
  if (chosen === undefined) {
    throw new ReportRefused('MISSING_FIELD', `the workbook has no sheet ${wanted ?? ''}; it has ${names}`)
  }
  if (wanted === undefined && sheets.length > 1) {
    throw new ReportRefused(
      'MISSING_FIELD',
      `the workbook has several sheets, ${names}: name one in the mapping`,
    )
  }
  return chosen
}

function cellOf(value: unknown): CellValue {
  // The library tells a date as the UTC moment of its wall clock, at times a millisecond short.
  if (value instanceof Date) return serialText(value.getTime() / 86_400_000, 0)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** From 0. */
function placeOf(address: string): { row: number; column: number } {
  const [, letters = '', row = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? []
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  if (column < 0 || row === '') throw new ReportRefused('MALFORMED', `a cell has the address ${address}`)
  return { row: Number(row) - 1, column }
}

function entriesOf(rows: readonly (readonly unknown[])[], { broken }: CellMarks): Entry[] {
  const grid = rows.map((row) => row.map(cellOf))
  for (const [address, says] of broken) {
    const { row, column } = placeOf(address)
    while (grid.length <= row) grid.push([])
    const cells = grid[row] ?? []
    while (cells.length < column) cells.push(null)
    cells[column] = says
  }
  return grid.map((cells, index) => ({ number: index + 1, cells }))
}

/** A sheet of an Excel workbook, of any kind that its mapping names. */
export const xlsx: Collector<TableOptions> = {
  name: 'xlsx',
  async read(report, context, { mapping }) {
    const bytes = await bytesOf(report)
    const parts = zipParts(bytes)
    const workbook = await readWorkbook(parts)
    const sheet = chooseSheet(workbook, mapping.sheet)
    const marks = await readCellMarks(parts, sheet.part)
    const rows = await readSheet(bytes, sheet.name).catch((error: unknown) => {
      throw new ReportRefused('MALFORMED', error instanceof Error ? error.message : String(error))
    })
    const entries = entriesOf(rows, marks)
    const { facts, warnings } = await tableFacts(
      mapping.across ? acrossEntries(entries) : entries,
      mapping,
      context,
      { modifiedAt: report.modifiedAt, serialEpoch: workbook.epoch },
    )
    const { computed } = marks
    if (computed.length === 0) return { facts, warnings }
    const detail = `${sheet.name}: ${computed.length} such cells, the first is ${computed[0] ?? ''}`
    return { facts, warnings: [...warnings, { code: 'FORMULA_VALUE', line: null, detail }] }
  },
}
