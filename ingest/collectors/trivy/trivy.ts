import { checkedValue, jsonObject } from '../checked-json.ts'
import type { Collector, CollectWarning } from '../collector.ts'
import { findingFacts, findingWarnings, scanCompleted, warningOf } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import { openReport, type Report } from '../report.ts'
import { readTime } from '../times.ts'
import { findingsOfResult } from './findings.ts'
import { type Comparison, type DatedReport, fixedSince } from './fixed-since.ts'
import { type TrivyReport, trivyReport, type TrivyResult } from './format.ts'

export interface TrivyOptions {
  /** What was scanned. Without it: the project. */
  readonly asset?: string | undefined
  /** The caller saw by its exit code that the scan succeeded: a report without results is taken, as a scan that looked at nothing. */
  readonly toolSucceeded?: boolean | undefined
  /** Path of an earlier report of the same scan: what it found, and this one shows to be gone, is told as fixed. */
  readonly previous?: string | undefined
}

/** Trivy names every file and system that it looked at, clean ones too; a report without any looked at nothing. */
function requireResults(
  { Results, ArtifactName }: TrivyReport,
  isVouchedFor: boolean,
): readonly TrivyResult[] {
  const results = Results ?? []
  if (results.length > 0 || isVouchedFor) return results
  throw new ReportRefused(
    'NOTHING_SCANNED',
    `trivy names nothing that it looked at in ${ArtifactName}; say --tool-succeeded when that is right`,
  )
}

const leftOut = (results: readonly TrivyResult[]): CollectWarning[] =>
  warningOf(
    'FINDINGS_LEFT_OUT',
    results.flatMap(({ Licenses = [], ExperimentalModifiedFindings = [], Target }) => [
      ...Licenses.map(() => `license in ${Target}`),
      ...ExperimentalModifiedFindings.filter(({ Type }) => Type === 'license').map(
        () => `license in ${Target}`,
      ),
    ]),
  )

/** Failures of checks are counted one by one; what the summary says is only compared with it. */
function disagreeing(results: readonly TrivyResult[]): CollectWarning[] {
  return results.flatMap(({ Target, MisconfSummary, Misconfigurations = [] }) => {
    const declared = MisconfSummary?.Failures
    const counted = Misconfigurations.filter(({ Status }) => Status === 'FAIL').length
    if (declared === undefined || declared === counted) return []
    return [
      {
        code: 'TOTALS_DISAGREE',
        line: null,
        detail: `${Target}: declares ${declared} failures; counted ${counted}`,
      },
    ]
  })
}

/** @throws {ReportRefused} NOT_THIS_FORMAT, UNSUPPORTED_VERSION, INVALID_VALUE, and as JSON is read */
async function readReport(report: Report): Promise<DatedReport> {
  const document = await jsonObject(report, 'report of trivy')
  const version = document['SchemaVersion']
  if (version === undefined) {
    throw new ReportRefused(
      'NOT_THIS_FORMAT',
      'a report of trivy has a SchemaVersion; write it with --format json',
    )
  }
  if (version !== 2) {
    throw new ReportRefused('UNSUPPORTED_VERSION', `schema version ${JSON.stringify(version)}; 2 is read`)
  }
  const read = checkedValue(document, trivyReport)
  const created = readTime(read.CreatedAt, 'UTC')
  if (created?.hasZone !== true) {
    throw new ReportRefused('INVALID_VALUE', `CreatedAt: ${read.CreatedAt} is no moment with a zone`)
  }
  return { ...read, finishedAt: created.instant }
}

/** What is gone since the report before; one that cannot be read closes nothing, and spoils nothing. */
async function sincePrevious(path: string | undefined, now: DatedReport): Promise<Comparison> {
  if (path === undefined) return { fixed: [], warnings: [] }
  try {
    return fixedSince(await readReport(await openReport(path)), now)
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error
    const detail = `${path}: ${error.code}: ${error.message}`
    return { fixed: [], warnings: [{ code: 'NOT_COMPARED', line: null, detail }] }
  }
}

/** Trivy JSON: one `scan.completed`, and a `vulnerability.reported` for each vulnerability, misconfiguration and secret. */
export const trivy: Collector<TrivyOptions> = {
  name: 'trivy',
  async read(report, context, options) {
    const read = await readReport(report)
    const results = requireResults(read, options.toolSucceeded === true)
    const known = read.Trivy?.Version
    const scan = {
      id: `trivy/${report.digest.slice(0, 32)}`,
      asset: options.asset ?? context.project,
      scanner: { name: 'Trivy', ...(known === undefined ? {} : { version: known }) },
      finishedAt: read.finishedAt,
      lookedAt: results.length,
      because: `${results.length} results of ${read.ArtifactName}`,
    }
    const findings = results.flatMap((result, index) => findingsOfResult(result, `Results[${index}]`))
    const { fixed, warnings } = await sincePrevious(options.previous, read)
    return {
      facts: [scanCompleted(scan), ...findingFacts([...findings, ...fixed], scan, context)],
      warnings: [
        ...(results.length === 0 ? warningOf('NOTHING_LOOKED_AT', [read.ArtifactName]) : []),
        ...disagreeing(results),
        ...leftOut(results),
        ...findingWarnings(findings),
        ...warnings,
      ],
    }
  },
}
