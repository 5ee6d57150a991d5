import { TextDecoder } from 'node:util'
import { ReportRefused } from './refused.ts'
import type { Report } from './report.ts'

const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const

/** The encoding that a text's first bytes declare by a byte order mark. */
export function markedEncoding(head: Uint8Array): string | null {
  return (
    BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.encoding ?? null
  )
}

function decoderFor(encoding: string): TextDecoder {
  try {
    // `cp932` and `windows-31j` are what Excel in Japan writes; the Encoding Standard calls them shift_jis.
    return new TextDecoder(/^(?:cp932|ms932)$/i.test(encoding) ? 'shift_jis' : encoding, { fatal: true })
  } catch {
    throw new ReportRefused('WRONG_ENCODING', `the encoding ${encoding} is not known`)
  }
}

/**
 * The text of a report in pieces, without its byte order mark, which wins over `encoding`.
 *
 * @param encoding a label of the Encoding Standard or cp932; a function sees the first bytes
 * @throws {ReportRefused} WRONG_ENCODING at the first byte that is not of the encoding
 */
export async function* decodedText(
  report: Pick<Report, 'open'>,
  encoding: string | ((head: Uint8Array) => string) = 'utf-8',
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let name = ''
  const decode = (piece?: Buffer) => {
    try {
      return piece === undefined ? decoder?.decode() : decoder?.decode(piece, { stream: true })
    } catch {
      throw new ReportRefused(
        'WRONG_ENCODING',
        `the file is not ${name} throughout; say which encoding it is in`,
      )
    }
  }
  for await (const piece of report.open()) {
    if (decoder === null) {
      name = markedEncoding(piece) ?? (typeof encoding === 'string' ? encoding : encoding(piece))
      decoder = decoderFor(name)
    }
    const text = decode(piece)
    if (text !== undefined && text !== '') yield text
  }
  const rest = decode()
  if (rest !== undefined && rest !== '') yield rest
}

/**
 * The whole text of a report that has to be parsed at once.
 *
 * @throws {ReportRefused} WRONG_ENCODING; TOO_LARGE above `limit` bytes
 */
export async function wholeText(report: Report, limit: number, encoding = 'utf-8'): Promise<string> {
  if (report.size > limit) {
    throw new ReportRefused('TOO_LARGE', `the file has ${report.size} bytes; at most ${limit} are read`)
  }
  const parts: string[] = []
  for await (const part of decodedText(report, encoding)) parts.push(part)
  return parts.join('')
}

/**
 * A JSON report as it was parsed, not yet checked.
 *
 * @throws {ReportRefused} MALFORMED, WRONG_ENCODING, TOO_LARGE
 */
export async function jsonReport(report: Report, limit = 256 * 1024 * 1024): Promise<unknown> {
  const text = await wholeText(report, limit)
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ReportRefused('MALFORMED', `is not one whole JSON document: ${why}`)
  }
}
