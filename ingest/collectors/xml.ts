import { SaxesParser } from 'saxes'
import { ReportRefused } from './refused.ts'
import type { Report } from './report.ts'
import { decodedText } from './text.ts'

/** Deepest nesting of elements; reports of tools stay below twenty. */
const MAX_DEPTH = 256
/** Longest text between two tags that is handed over; the rest of a log is passed by. */
const MAX_TEXT = 65_536

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Line of the end of its start tag, from 1. */
  readonly line: number
}

/** What a format does with the elements, in the order of the document. */
export interface XmlHandler {
  readonly open: (element: XmlElement) => void
  readonly close?: (name: string, line: number) => void
  readonly text?: (text: string) => void
}

/** The encoding named by an XML declaration, which is in ASCII wherever there is no byte order mark. */
function declaredEncoding(head: Uint8Array): string {
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  return /^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(start)?.[1] ?? 'utf-8'
}

/**
 * Reads an XML report piece by piece. The memory it takes does not grow with the file.
 *
 * A document type is passed over when it only names one (JaCoCo does); one that defines entities is refused,
 * and nothing is ever fetched or expanded.
 *
 * @throws {ReportRefused} TRUNCATED, MALFORMED, ENTITIES_NOT_ALLOWED, TOO_DEEP, WRONG_ENCODING
 */
export async function readXml(report: Pick<Report, 'open'>, handler: XmlHandler): Promise<void> {
  const parser = new SaxesParser({ position: true, xmlns: false })
  let depth = 0
  let isOver = false
  parser.on('error', (error) => {
    const isTruncated = isOver || /unclosed tag|unexpected end/.test(error.message)
    throw new ReportRefused(isTruncated ? 'TRUNCATED' : 'MALFORMED', error.message, parser.line)
  })
  parser.on('doctype', (doctype) => {
    if (!doctype.includes('[')) return
    throw new ReportRefused('ENTITIES_NOT_ALLOWED', 'the document defines entities of its own', parser.line)
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > MAX_DEPTH) {
      throw new ReportRefused('TOO_DEEP', `elements are nested deeper than ${MAX_DEPTH}`, parser.line)
    }
    handler.open({ name, attributes, line: parser.line })
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handler.close?.(name, parser.line)
  })
  const { text } = handler
  if (text !== undefined) {
    const tell = (value: string) => text(value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value)
    parser.on('text', tell)
    parser.on('cdata', tell)
  }
  for await (const piece of decodedText(report, declaredEncoding)) parser.write(piece)
  isOver = true
  parser.close()
}
