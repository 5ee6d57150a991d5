import { ReportRefused } from '../refused.ts'
import type { CellValue, Entry } from './cell.ts'

/** Most cells of a table that is turned around in memory. */
const MAX_CELLS = 5_000_000

/**
 * The columns of a table as its entries, each with the cells of its rows in order.
 *
 * @throws {ReportRefused} TOO_LARGE
 */
export async function* acrossEntries(rows: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Entry> {
  const kept: (readonly CellValue[])[] = []
  let width = 0
  for await (const { number, cells } of rows) {
    // A row that is told by its number leaves room for those that were passed over.
    while (kept.length < number - 1) kept.push([])
    kept.push(cells)
    width = Math.max(width, cells.length)
    if (kept.length * width > MAX_CELLS) {
      throw new ReportRefused('TOO_LARGE', `the table has more than ${MAX_CELLS} cells and runs across`)
    }
  }
  for (let index = 0; index < width; index++) {
    yield { number: index + 1, cells: kept.map((cells) => cells[index] ?? null) }
  }
}
