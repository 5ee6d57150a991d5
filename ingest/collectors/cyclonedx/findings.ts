import type { z } from 'zod'
import { severityOfScore } from '../../../schemas/facts/security.ts'
import { type Finding, findingId, type FindingState, packageOf, type Severity } from '../finding.ts'
import { instantText, readTime } from '../times.ts'
import {
  allComponents,
  type analysisState,
  type CyclonedxDocument,
  type CyclonedxVulnerability,
  type Rating,
} from './format.ts'

/** What the analysis of a vulnerability says of it here; in triage is open until somebody knows better. */
const STATES: Readonly<Record<z.infer<typeof analysisState>, FindingState>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'open',
  in_triage: 'open',
  false_positive: 'false-positive',
  not_affected: 'not-affected',
}

const SEVERITIES: Readonly<Record<NonNullable<Rating['severity']>, Severity | null>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'none',
  none: 'none',
  unknown: null,
}
const GRAVITY: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical']

const isCvss = ({ method, score }: Rating) =>
  score !== undefined && score <= 10 && (method === undefined || method.startsWith('CVSS'))

function severityOf(rating: Rating): Severity | null {
  const stated = rating.severity === undefined ? null : SEVERITIES[rating.severity]
  if (stated !== null) return stated
  return isCvss(rating) && rating.score !== undefined ? severityOfScore(rating.score) : null
}

/** The score; of a rating that says `none` and gives none it is 0, which is what `none` means. */
function scoreOf(rating: Rating): number | null {
  if (isCvss(rating)) return rating.score ?? null
  return rating.severity === 'none' && rating.score === undefined ? 0 : null
}

/** The rating of the source that the vulnerability is named after, or else the gravest. */
function ratingOf({ ratings = [], source }: CyclonedxVulnerability) {
  const known = ratings.filter((rating) => severityOf(rating) !== null)
  const own = known.filter((rating) => source?.name !== undefined && rating.source?.name === source.name)
  const candidates = own.length > 0 ? own : known
  const rank = (rating: Rating) => GRAVITY.indexOf(severityOf(rating) ?? 'none')
  return [...candidates].sort((a, b) => rank(b) - rank(a))[0]
}

/** The part of a BOM-Link after its #: the reference inside the document that it points to. */
function localReference(reference: string): string {
  if (!reference.startsWith('urn:cdx:')) return reference
  const [, inside] = /^[^#]*#(.+)$/.exec(reference) ?? []
  return inside ?? reference
}

/** What a document says of vulnerabilities: a finding for each package that one affects. */
export function findingsOf(document: CyclonedxDocument): readonly Finding[] {
  const byReference = new Map(
    allComponents(document.components).map((one) => [one['bom-ref'], one.purl ?? one.name] as const),
  )
  return (document.vulnerabilities ?? []).flatMap((vulnerability, index) => {
    const rating = ratingOf(vulnerability)
    const published = readTime(vulnerability.published ?? '', 'UTC')
    const state = vulnerability.analysis?.state
    const references = (vulnerability.affects ?? []).map(({ ref }) => localReference(ref))
    return (references.length === 0 ? [''] : references).map((reference): Finding => {
      const affected = packageOf(byReference.get(reference) ?? reference)
      return {
        vulnerability: findingId(vulnerability.id, ...(affected === '' ? [] : [affected])),
        severity: rating === undefined ? null : severityOf(rating),
        cvss: rating === undefined ? null : scoreOf(rating),
        state: state === undefined ? 'open' : STATES[state],
        disclosedAt: published === null ? null : instantText(published.instant),
        firstDetectedAt: null,
        because: `vulnerabilities[${index}] ${vulnerability.id} ${affected}`.trimEnd(),
      }
    })
  })
}
