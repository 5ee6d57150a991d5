import { createHash } from 'node:crypto'
import type { Collected } from '../../ingest/collectors/collector.ts'
import type { CollectRefusalCode } from '../../ingest/collectors/outcome.ts'
import { ReportRefused } from '../../ingest/collectors/refused.ts'
import type { Report } from '../../ingest/collectors/report.ts'

/** When the files of these tests were last written. */
export const WRITTEN = '2026-11-20T03:00:00.000Z'

/** A report in memory, in pieces of a few hundred bytes so that a piece ends anywhere. */
export function memoryReport(content: string | Buffer, path = 'report'): Report {
  const bytes = Buffer.from(content)
  return {
    path,
    size: bytes.length,
    modifiedAt: Date.parse(WRITTEN),
    digest: createHash('sha256').update(bytes).digest('hex'),
    // eslint-disable-next-line @typescript-eslint/require-await -- a report opens asynchronously; memory has nothing to wait for
    async *open() {
      for (let start = 0; start < bytes.length; start += 499) yield bytes.subarray(start, start + 499)
    },
  }
}

/** What a report says, or the code with which it is refused. */
export const outcomeOf = (reading: Promise<Collected>): Promise<Collected | CollectRefusalCode> =>
  reading.catch((error: unknown) => {
    if (error instanceof ReportRefused) return error.code
    throw error
  })

export const warningCodes = ({ warnings }: Pick<Collected, 'warnings'>) => warnings.map(({ code }) => code)
