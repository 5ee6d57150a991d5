import { CsvError, parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { decodedText } from '../text.ts'
import type { Entry } from './cell.ts'
import type { TableLayout } from './mapping.ts'

/** Longest row in characters. */
const MAX_ROW = 1_000_000

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/**
 * The rows of a CSV file one after another, with the line on which each ends. Rows may differ in length; a quote that
 * stays open is a file that was cut off.
 *
 * @throws {ReportRefused} TRUNCATED, MALFORMED, WRONG_ENCODING
 */
export async function* csvEntries(
  report: Report,
  layout: Pick<TableLayout, 'delimiter' | 'encoding'>,
): AsyncGenerator<Entry> {
  const parser = parse({
    delimiter: layout.delimiter,
    info: true,
    relax_column_count: true,
    max_record_size: MAX_ROW,
  })
  const text = Readable.from(decodedText(report, layout.encoding))
  // What breaks the text breaks the parser that waits for it.
  text.on('error', (error) => parser.destroy(error))
  try {
    for await (const row of text.pipe(parser) as AsyncIterable<CsvRow>) {
      yield { number: row.info.lines, cells: row.record }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const isCut = error.code === 'CSV_QUOTE_NOT_CLOSED'
    const line = Number(error['lines'])
    throw new ReportRefused(isCut ? 'TRUNCATED' : 'MALFORMED', error.message, line >= 1 ? line : null)
  }
}
