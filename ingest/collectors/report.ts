import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ReportRefused } from './refused.ts'

/** A file that a tool wrote. It may be opened several times. */
export interface Report {
  /** As given on the command line, for messages. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** When the file was last written, in milliseconds since 1970 UTC. */
  readonly modifiedAt: number
  /** sha256 of its bytes, in hexadecimal. */
  readonly digest: string
  /** Its bytes, in pieces. */
  readonly open: () => AsyncIterable<Buffer>
}

/**
 * A file as a report. Its digest is taken by reading it once, in pieces.
 *
 * @param onRead told of the bytes of each piece whenever the report is read for its content
 * @throws {ReportRefused} UNREADABLE, EMPTY
 */
export async function openReport(
  path: string,
  onRead: (bytes: number) => void = () => undefined,
): Promise<Report> {
  const hash = createHash('sha256')
  const about = await stat(path).catch((error: unknown) => {
    throw new ReportRefused('UNREADABLE', error instanceof Error ? error.message : String(error))
  })
  if (!about.isFile()) throw new ReportRefused('UNREADABLE', 'is not a file')
  if (about.size === 0) throw new ReportRefused('EMPTY', 'the file has no bytes')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return {
    path,
    size: about.size,
    modifiedAt: about.mtimeMs,
    digest: hash.digest('hex'),
    async *open() {
      for await (const piece of createReadStream(path)) {
        onRead((piece as Buffer).length)
        yield piece as Buffer
      }
    },
  }
}
