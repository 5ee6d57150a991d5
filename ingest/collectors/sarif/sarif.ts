import { checkedValue, jsonObject } from '../checked-json.ts'
import type { CollectContext, CollectedFact, Collector, CollectWarning } from '../collector.ts'
import { findingFacts, findingWarnings, scanCompleted, warningOf } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { instantText, readTime } from '../times.ts'
import { findingsOf } from './findings.ts'
import { type Run, sarifLog } from './format.ts'
import { requireSuccess, toldErrors } from './success.ts'

export interface SarifOptions {
  /** What was scanned. Without it: the project. */
  readonly asset?: string | undefined
  /** Folder that absolute paths are told relative to. */
  readonly root?: string | undefined
  /** The caller saw by its exit code that the tool succeeded. */
  readonly toolSucceeded?: boolean | undefined
}

/** The end of a run in milliseconds, as far as it states one. */
function endOf({ invocations = [] }: Run): number | null {
  const ends = invocations.map(({ endTimeUtc = '' }) => readTime(endTimeUtc, 'UTC')?.instant ?? null)
  const stated = ends.filter((end) => end !== null)
  return stated.length === 0 ? null : Math.max(...stated)
}

function readRun(run: Run, index: number, report: Report, context: CollectContext, options: SarifOptions) {
  const place = `runs[${index}]`
  requireSuccess(run, place, options.toolSucceeded === true)
  const { name, version, semanticVersion } = run.tool.driver
  const stated = endOf(run)
  const finishedAt = stated ?? report.modifiedAt
  const known = version ?? semanticVersion
  const scan = {
    id: `sarif/${report.digest.slice(0, 32)}/${index}`,
    asset: options.asset ?? context.project,
    scanner: { name, ...(known === undefined || known === '' ? {} : { version: known }) },
    finishedAt,
    // A log may name the files that results are in only, and none when there are no results.
    lookedAt: (run.artifacts ?? []).length === 0 ? null : (run.artifacts?.length ?? null),
    because: `${place} of ${name}`,
  }
  const { findings, absolute } = findingsOf(run, place, options.root)
  const facts: CollectedFact[] = [scanCompleted(scan), ...findingFacts(findings, scan, context)]
  const ofFile = { code: 'TIME_OF_FILE', line: null, detail: instantText(finishedAt) } as const
  const warnings: CollectWarning[] = [
    ...(stated === null ? [ofFile] : []),
    ...toldErrors(run),
    ...findingWarnings(findings),
    ...warningOf('ABSOLUTE_PATHS', absolute),
  ]
  return { facts, warnings }
}

/** SARIF 2.1.0: of each run one `scan.completed`, and a `vulnerability.reported` for each thing that it found. */
export const sarif: Collector<SarifOptions> = {
  name: 'sarif',
  async read(report, context, options) {
    const document = await jsonObject(report, 'SARIF log')
    const version = document['version']
    if (version === undefined || !('runs' in document)) {
      throw new ReportRefused('NOT_THIS_FORMAT', 'a SARIF log has a version and runs')
    }
    if (version !== '2.1.0') {
      throw new ReportRefused('UNSUPPORTED_VERSION', `SARIF ${JSON.stringify(version)}; 2.1.0 is read`)
    }
    const { runs } = checkedValue(document, sarifLog)
    if (runs === null || runs.length === 0) throw new ReportRefused('NOTHING_SCANNED', 'the log has no run')
    const read = runs.map((run, index) => readRun(run, index, report, context, options))
    return {
      facts: read.flatMap(({ facts }) => facts),
      warnings: read.flatMap(({ warnings }) => warnings),
    }
  },
}
