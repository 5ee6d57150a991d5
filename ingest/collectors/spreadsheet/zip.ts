import { inflateRawSync } from 'node:zlib'
import { ReportRefused } from '../refused.ts'

/** Most bytes that a workbook may unpack to. */
const MAX_UNPACKED = 256 * 1024 * 1024

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
/** The end record with a comment of the greatest length. */
const LONGEST_END = 22 + 65_535

function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - LONGEST_END); at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new ReportRefused('TRUNCATED', 'the workbook has no end: it is not a whole ZIP archive')
}

function unpack(bytes: Buffer, local: number, method: number, packed: number, most: number): Buffer {
  if (bytes.readUInt32LE(local) !== LOCAL_ENTRY)
    throw new RangeError('no entry where the directory names one')
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const content = bytes.subarray(start, start + packed)
  if (content.length < packed) throw new RangeError('an entry reaches beyond the end')
  if (method === 0) return content
  if (method !== 8) throw new RangeError(`compression method ${method}`)
  return inflateRawSync(content, { maxOutputLength: Math.max(1, most) })
}

/**
 * The parts of a workbook by their names, by the directory of its ZIP archive (APPNOTE.TXT 6.3.10, without ZIP64 and
 * encryption). What they unpack to together is bounded.
 *
 * @throws {ReportRefused} TRUNCATED, MALFORMED, TOO_LARGE
 */
export function zipParts(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = endOfDirectory(bytes)
  const parts = new Map<string, Buffer>()
  let left = MAX_UNPACKED
  try {
    let at = bytes.readUInt32LE(end + 16)
    for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
      if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('its directory is broken')
      const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
      ]
      const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
      const part = unpack(bytes, bytes.readUInt32LE(at + 42), method, packed, left)
      left -= part.length
      parts.set(bytes.toString('utf8', at + 46, at + 46 + name), part)
      at += 46 + name + extra + comment
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ReportRefused('TOO_LARGE', `the workbook unpacks to more than ${MAX_UNPACKED} bytes`)
    }
    const why = error instanceof Error ? error.message : String(error)
    throw new ReportRefused('MALFORMED', `the workbook cannot be unpacked: ${why}`)
  }
  return parts
}
