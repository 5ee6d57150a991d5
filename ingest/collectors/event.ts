import type { CollectedFact } from './collector.ts'
import { kinds } from '../../schemas/facts/index.ts'
import { canonicalJson, hash128 } from '../events/digest.ts'
import { ReportRefused } from './refused.ts'
import type { Report } from './report.ts'

/** Who read a report: the tool that goes into the provenance of each fact. */
export interface Reader {
  readonly collector: string
  /** Version of kanmon. */
  readonly version: string
  readonly project: string
}

/**
 * A collected fact as the CloudEvent that is sent. Its id is made from what it says and, unless the fact is the
 * same in every export, from the file's digest: the same file gives the same events on every run.
 *
 * @throws {ReportRefused} INVALID_VALUE when the contract refuses what was read
 */
export function toEvent(fact: CollectedFact, report: Pick<Report, 'digest'>, reader: Reader) {
  const provenance = {
    tool: `kanmon collect ${reader.collector}`,
    version: reader.version,
    digest: report.digest,
    ...(fact.line === null ? {} : { line: fact.line }),
  }
  const data = { ...fact.data, provenance }
  const checked = kinds[fact.kind].data.safeParse(data)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const field = issue?.path.join('.') ?? ''
    throw new ReportRefused(
      'INVALID_VALUE',
      `${fact.because}: ${fact.kind} ${field}: ${issue?.message ?? 'is not valid'}`,
      fact.line,
    )
  }
  const { occurredAt: time, kind } = fact
  const told = fact.identity === 'content' ? fact.data : data
  return {
    specversion: '1.0',
    type: `dev.kanmon.${kind}.v${kinds[kind].version}`,
    source: `urn:kanmon:collect:${reader.collector}`,
    id: `${kind}/${hash128(canonicalJson({ time, subject: reader.project, data: told }))}`,
    subject: reader.project,
    time,
    data,
  } as const
}
