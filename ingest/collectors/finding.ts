import type { VulnerabilityReported, VulnerabilitySeverity } from '../../schemas/facts/security.ts'
import { hash128 } from '../events/digest.ts'
import type { CollectContext, CollectedFact, CollectedFactOf, CollectWarning } from './collector.ts'
import { instantText } from './times.ts'

export type Severity = VulnerabilitySeverity
export type FindingState = VulnerabilityReported['state']

/** What a scanner says of one thing that it found. */
export interface Finding {
  /** What it is found again by on the same asset. */
  readonly vulnerability: string
  /** null = the scanner does not know. */
  readonly severity: Severity | null
  readonly cvss: number | null
  readonly state: FindingState
  readonly disclosedAt: string | null
  /** When it was found first, in milliseconds, as far as the scanner says it. */
  readonly firstDetectedAt: number | null
  readonly because: string
}

/** One run of a scanner over one asset. */
export interface Scan {
  readonly id: string
  readonly asset: string
  readonly scanner: { readonly name: string; readonly version?: string }
  /** Milliseconds since 1970 UTC. */
  readonly finishedAt: number
  /** How many things the scanner names as looked at; null when it names none by its nature. */
  readonly lookedAt: number | null
  readonly because: string
}

const LONGEST_ID = 200
const STATES: readonly FindingState[] = ['open', 'accepted', 'fixed', 'not-affected', 'false-positive']
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'none']

/** An identifier of a scanner as one of ours: on one line, and of those that are too long the start and a hash. */
export function findingId(...parts: readonly string[]): string {
  const whole = parts.join(':').replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
  if (whole.length <= LONGEST_ID) return whole
  return `${whole.slice(0, LONGEST_ID - 34).replace(/\p{Cs}$/u, '')}~${hash128(whole)}`
}

/** A package URL without its version and qualifiers: the same package in the next release. */
export const packageOf = (purl: string) => purl.replace(/[?#].*$/, '').replace(/@[^/@]*$/, '')

/** Findings of one identity as one: what is open anywhere is open, and the gravest severity holds. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const byId = new Map<string, Finding>()
  for (const finding of findings) {
    const known = byId.get(finding.vulnerability)
    byId.set(finding.vulnerability, known === undefined ? finding : graver(known, finding))
  }
  return [...byId.values()]
}

function graver(a: Finding, b: Finding): Finding {
  const first = STATES.indexOf(b.state) < STATES.indexOf(a.state) ? b : a
  const rank = ({ severity }: Finding) => (severity === null ? 1 : SEVERITIES.indexOf(severity))
  const { severity } = rank(b) < rank(a) ? b : a
  const scores = [a.cvss, b.cvss].filter((cvss) => cvss !== null)
  return { ...first, severity, cvss: scores.length === 0 ? null : Math.max(...scores) }
}

export function scanCompleted(scan: Scan): CollectedFactOf<'scan.completed'> {
  const finishedAt = instantText(scan.finishedAt)
  const { id, asset, scanner, lookedAt } = scan
  return {
    kind: 'scan.completed',
    data: {
      scan: id,
      asset,
      scanner,
      finishedAt,
      succeeded: true,
      ...(lookedAt === null ? {} : { lookedAt }),
    },
    occurredAt: finishedAt,
    line: null,
    because: scan.because,
  }
}

/** What was found, as facts of the moment of the scan. A severity that the scanner does not know counts as high. */
export function findingFacts(
  findings: readonly Finding[],
  { asset, finishedAt }: Pick<Scan, 'asset' | 'finishedAt'>,
  context: CollectContext,
): CollectedFact[] {
  const occurredAt = instantText(finishedAt)
  return merged(findings).map((finding) => ({
    kind: 'vulnerability.reported',
    data: {
      asset,
      vulnerability: finding.vulnerability,
      severity: finding.severity ?? 'high',
      ...(finding.cvss === null ? {} : { cvss: finding.cvss }),
      state: finding.state,
      ...(finding.disclosedAt === null ? {} : { disclosedAt: finding.disclosedAt }),
      detectedAt: finding.firstDetectedAt === null ? occurredAt : instantText(finding.firstDetectedAt),
      ...(context.component === undefined ? {} : { component: context.component }),
    },
    occurredAt,
    line: null,
    because: finding.because,
  }))
}

const MOST_NAMED = 5

/** A warning about several things, which names the first of them. */
export function warningOf(code: CollectWarning['code'], names: readonly string[]): CollectWarning[] {
  if (names.length === 0) return []
  const more = names.length > MOST_NAMED ? ', …' : ''
  return [{ code, line: null, detail: `${names.length}: ${names.slice(0, MOST_NAMED).join(', ')}${more}` }]
}

/** What a person should know of findings: suppressed ones, and those of unknown severity. */
export function findingWarnings(findings: readonly Finding[]): CollectWarning[] {
  const all = merged(findings)
  const ids = (of: (finding: Finding) => boolean) => all.filter(of).map(({ vulnerability }) => vulnerability)
  return [
    ...warningOf(
      'SUPPRESSED_FINDINGS',
      ids(({ state }) => state === 'accepted' || state === 'not-affected' || state === 'false-positive'),
    ),
    ...warningOf(
      'SEVERITY_UNKNOWN',
      ids(({ severity }) => severity === null),
    ),
  ]
}
