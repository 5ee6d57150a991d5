import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { ReportRefused } from '../refused.ts'
import { readXml, type XmlHandler } from '../xml.ts'

export type Parts = ReadonlyMap<string, Buffer>

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  /** Day 0 of its dates, in milliseconds since 1970 UTC. */
  readonly epoch: number
}

/** Excel counts days from 1899-12-30 for every date since March 1900, or from 1904-01-01. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)

/** Reads a part of a workbook as XML. @throws {ReportRefused} */
export async function readPart(parts: Parts, name: string, handler: XmlHandler): Promise<void> {
  const part = parts.get(name)
  if (part === undefined) {
    throw new ReportRefused('NOT_THIS_FORMAT', `the file is not a workbook: it has no ${name}`)
  }
  await readXml({ open: () => Readable.from([part]) }, handler)
}

/** Names without their namespace: tools bind the prefixes they like. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1)

function targetOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target)
}

/** The sheets of a workbook and the epoch of its dates (ECMA-376 part 1, 18.2). */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const targets = new Map<string, string>()
  await readPart(parts, 'xl/_rels/workbook.xml.rels', {
    open: ({ attributes }) => targets.set(attributes['Id'] ?? '', targetOf(attributes['Target'] ?? '')),
  })
  const sheets: { name: string; part: string }[] = []
  let epoch = EPOCH_1900
  await readPart(parts, 'xl/workbook.xml', {
    open: ({ name, attributes }) => {
      const isOf1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (localName(name) === 'workbookPr' && isOf1904) epoch = EPOCH_1904
      if (localName(name) !== 'sheet') return
      const part = targets.get(attributes['r:id'] ?? '')
      if (part !== undefined) sheets.push({ name: attributes['name'] ?? '', part })
    },
  })
  return { sheets, epoch }
}
