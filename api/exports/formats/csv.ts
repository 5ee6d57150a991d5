import { stringify } from 'csv-stringify/sync'
import { weeklyColumns, type WeeklyRow } from '../../../schemas/answers-weekly.ts'
import { safeText } from './safe-text.ts'

/** Tells Excel that the text is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'

function lines(rows: readonly WeeklyRow[], header: boolean): string {
  return stringify([...rows], {
    header,
    columns: weeklyColumns,
    cast: { string: safeText },
    record_delimiter: '\r\n',
  })
}

/** RFC 4180: a header and a line a row. */
export async function* weeklyCsv(
  rows: AsyncIterable<WeeklyRow>,
  withByteOrderMark: boolean,
): AsyncGenerator<string> {
  yield (withByteOrderMark ? BYTE_ORDER_MARK : '') + lines([], true)
  for await (const row of rows) yield lines([row], false)
}
