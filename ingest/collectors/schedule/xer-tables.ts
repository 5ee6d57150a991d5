import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { decodedText } from '../text.ts'

export interface XerRow {
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}
export type XerTables = ReadonlyMap<string, readonly XerRow[]>

async function* linesOf(report: Report, encoding: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of decodedText(report, encoding)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  yield rest
}

/**
 * The rows of the wanted tables of a Primavera XER file: `%T` names a table, `%F` its fields, each `%R` is a row, `%E`
 * ends the file.
 *
 * @param encoding windows-1252 is what Primavera writes unless its host speaks another language
 * @throws {ReportRefused} NOT_THIS_FORMAT, TRUNCATED, MALFORMED, WRONG_ENCODING
 */
export async function readXerTables(
  report: Report,
  encoding: string,
  wanted: readonly string[],
): Promise<XerTables> {
  const tables = new Map<string, XerRow[]>()
  let rows: XerRow[] | null = null
  let names: readonly string[] = []
  let number = 0
  let isOver = false
  for await (const line of linesOf(report, encoding)) {
    number += 1
    if (number === 1 && !line.startsWith('ERMHDR\t')) {
      throw new ReportRefused('NOT_THIS_FORMAT', 'a XER file begins with ERMHDR', 1)
    }
    // windows-1252 has no such characters, but a file of another encoding that is read as it has.
    if (/[\u0080-\u009f]/.test(line)) {
      throw new ReportRefused(
        'WRONG_ENCODING',
        `the file is not ${encoding}; a Japanese host writes cp932`,
        number,
      )
    }
    const [mark, ...values] = line.split('\t')
    if (mark === '%E') isOver = true
    else if (mark === '%T') {
      const [table = ''] = values
      rows = wanted.includes(table) ? [] : null
      if (rows !== null) tables.set(table, rows)
    } else if (mark === '%F') names = values
    else if (mark === '%R' && rows !== null) {
      if (values.length > names.length) {
        throw new ReportRefused(
          'MALFORMED',
          `a row has ${values.length} values for ${names.length} fields`,
          number,
        )
      }
      rows.push({ line: number, fields: new Map(names.map((name, at) => [name, values[at] ?? ''])) })
    }
  }
  if (!isOver) throw new ReportRefused('TRUNCATED', 'the file has no %E at its end', number)
  return tables
}
