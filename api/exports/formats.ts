import type { WeeklyFormat, WeeklyRow } from '../../schemas/answers-weekly.ts'
import type { Translate } from '../render/translate.ts'
import { weeklyCsv } from './formats/csv.ts'
import { weeklyJson, weeklyNdjson } from './formats/json.ts'
import { weeklyWorkbook } from './xlsx/workbook.ts'

/** What a form needs beside the rows. */
export interface FormatPorts {
  /** Makes Parquet; the engine does it. */
  readonly parquet: (rows: AsyncIterable<WeeklyRow>) => AsyncIterable<Uint8Array>
  readonly translate: Translate
  /** CSV begins with the mark by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean
}

interface Form {
  readonly contentType: string
  readonly write: (rows: AsyncIterable<WeeklyRow>, ports: FormatPorts) => AsyncIterable<string | Uint8Array>
}

export const weeklyForms: Readonly<Record<WeeklyFormat, Form>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (rows, { byteOrderMark }) => weeklyCsv(rows, byteOrderMark),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (rows, { translate }) => weeklyWorkbook(rows, translate),
  },
  parquet: { contentType: 'application/vnd.apache.parquet', write: (rows, { parquet }) => parquet(rows) },
  json: { contentType: 'application/json', write: weeklyJson },
  ndjson: { contentType: 'application/x-ndjson', write: weeklyNdjson },
}

/** As bytes; a text of one piece after the other. */
export async function* asBytes(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

/** A workbook is made in memory, so it holds no more rows than this; other forms hold any number. */
export const MOST_WORKBOOK_ROWS = 10_000
