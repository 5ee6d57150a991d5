import type { CollectWarning } from '../collector.ts'
import { type Finding, packageOf, warningOf } from '../finding.ts'
import { findingsOfResult, ofVulnerability } from './findings.ts'
import type { TrivyReport, TrivyResult, TrivyVulnerability } from './format.ts'
import { isFixedIn } from './fixed-version.ts'

/** A report, and when the scan ended, in milliseconds since 1970 UTC. */
export type DatedReport = TrivyReport & { readonly finishedAt: number }

export interface Comparison {
  /** What the earlier report found and the later one shows to be gone. */
  readonly fixed: readonly Finding[]
  readonly warnings: readonly CollectWarning[]
}

/** `there`: what it was found in is still there. `unseen`: the later report does not show that it looked. */
type Trace = 'there' | 'unseen' | 'gone'
const LEAST_GONE_FIRST: readonly Trace[] = ['there', 'unseen', 'gone']

interface Missing {
  readonly finding: Finding
  readonly trace: Trace
}

const findingsOf = ({ Results }: TrivyReport) =>
  (Results ?? []).flatMap((result, index) => findingsOfResult(result, `Results[${index}]`))

const isSamePlace = (a: TrivyResult, b: TrivyResult) =>
  a.Target === b.Target && a.Class === b.Class && a.Type === b.Type

/** What became of the package that a vulnerability was found in, at the same place in the later report. */
function traceOf(found: TrivyVulnerability, before: TrivyResult, now: TrivyReport): Trace {
  const packages = (now.Results ?? [])
    .filter((result) => isSamePlace(result, before))
    .flatMap(({ Packages = [] }) => Packages)
  // A report without an inventory of the place says nothing about what is not in it any more.
  if (packages.length === 0) return 'unseen'
  const purl = found.PkgIdentifier?.PURL
  const versions = packages
    .filter(({ Name, Identifier }) =>
      purl === undefined || Identifier?.PURL === undefined
        ? Name === found.PkgName
        : packageOf(Identifier.PURL) === packageOf(purl),
    )
    .map(({ Version = '' }) => Version)
  const answers = versions.map((version) =>
    version === found.InstalledVersion ? false : isFixedIn(version, found.FixedVersion ?? ''),
  )
  if (answers.includes(false)) return 'there'
  return answers.includes(null) ? 'unseen' : 'gone'
}

/** The findings of the earlier report that the later one does not have, each with what became of it where it is least gone. */
function missingFrom(before: TrivyReport, now: TrivyReport): Missing[] {
  const listed = new Set(findingsOf(now).map(({ vulnerability }) => vulnerability))
  const traces = (before.Results ?? []).flatMap((result) =>
    (result.Vulnerabilities ?? []).map((found): Missing => ({
      finding: ofVulnerability(found, 'previous', result.Target, 'fixed'),
      trace: traceOf(found, result, now),
    })),
  )
  const packaged = new Set(traces.map(({ finding }) => finding.vulnerability))
  const others = findingsOf(before)
    .filter(({ state, vulnerability }) => state === 'open' && !packaged.has(vulnerability))
    .map((finding): Missing => ({ finding, trace: 'unseen' }))
  const missing = [...traces, ...others].filter(({ finding }) => !listed.has(finding.vulnerability))
  const leastGone = new Map<string, Missing>()
  for (const one of missing) {
    const known = leastGone.get(one.finding.vulnerability)
    if (known === undefined || rank(one) < rank(known)) leastGone.set(one.finding.vulnerability, one)
  }
  return [...leastGone.values()]
}

const rank = ({ trace }: Missing) => LEAST_GONE_FIRST.indexOf(trace)

const named = (missing: readonly Missing[], trace: Trace) =>
  missing.filter((one) => one.trace === trace).map(({ finding }) => finding.vulnerability)

/**
 * What an earlier report of the same scan found and a later one shows to be gone: the later one lists the packages of
 * the same place, and the package is not among them, or only in versions with the fix.
 *
 * The options of a run are in no report. Whoever gives the earlier one says that they were the same; where the later
 * report shows otherwise, because a finding is missing whose package is still there, nothing of it is told as fixed.
 */
export function fixedSince(before: DatedReport, now: DatedReport): Comparison {
  const isSame = before.ArtifactName === now.ArtifactName && before.ArtifactType === now.ArtifactType
  if (!isSame || before.finishedAt >= now.finishedAt) {
    const detail = `${before.ArtifactName} of ${before.CreatedAt}, ${now.ArtifactName} of ${now.CreatedAt}`
    return { fixed: [], warnings: [{ code: 'NOT_COMPARED', line: null, detail }] }
  }
  const missing = missingFrom(before, now)
  const there = named(missing, 'there')
  if (there.length > 0) return { fixed: [], warnings: warningOf('ANOTHER_SCOPE', there) }
  const gone = missing.filter(({ trace }) => trace === 'gone')
  return {
    fixed: gone.map(({ finding }) => ({ ...finding, firstDetectedAt: before.finishedAt })),
    warnings: warningOf('NOT_SHOWN_FIXED', named(missing, 'unseen')),
  }
}
