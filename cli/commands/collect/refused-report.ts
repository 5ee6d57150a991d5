import type { Reader } from '../../../ingest/collectors/event.ts'
import type { ReportRefused } from '../../../ingest/collectors/refused.ts'
import { REFUSED_REPORT_TYPE } from '../../../schemas/refused-report.ts'

interface RefusedFile {
  readonly path: string
  readonly refused: ReportRefused
  readonly digest: string | null
}

/**
 * A report that could not be taken, as the event that tells the server. The server keeps it in the quarantine,
 * where it holds the project until somebody has looked: what could not be read is missing, not smaller.
 */
export function refusedReport(
  { path, refused, digest }: RefusedFile,
  { collector, version, project }: Reader,
  now: number,
) {
  return {
    specversion: '1.0',
    type: REFUSED_REPORT_TYPE,
    source: `urn:kanmon:collect:${collector}`,
    id: `refused/${digest ?? path}/${refused.code}`.slice(0, 200),
    subject: project,
    time: new Date(now).toISOString(),
    data: {
      collector,
      version,
      path,
      ...(digest === null ? {} : { digest }),
      code: refused.code,
      message: refused.message,
      ...(refused.line === null ? {} : { line: refused.line }),
    },
  } as const
}
