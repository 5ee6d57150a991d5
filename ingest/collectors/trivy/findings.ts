import { checkedValue } from '../checked-json.ts'
import { type Finding, findingId, type FindingState, packageOf, type Severity } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import { instantText, readTime } from '../times.ts'
import {
  findingSchemas,
  type TrivyMisconfiguration,
  type TrivyModified,
  type TrivyResult,
  type TrivySecret,
  type TrivyVulnerability,
} from './format.ts'

const SEVERITIES: ReadonlyMap<string, Severity | null> = new Map([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
  ['UNKNOWN', null],
])

/** What VEX and ignore files make of a finding; what is still affected or under investigation stays open. */
const STATES: ReadonlyMap<string, FindingState> = new Map([
  ['ignored', 'accepted'],
  ['not_affected', 'not-affected'],
  ['fixed', 'fixed'],
  ['affected', 'open'],
  ['under_investigation', 'open'],
  ['unknown', 'open'],
])

function severityOf(text: string, place: string): Severity | null {
  const severity = SEVERITIES.get(text)
  if (severity !== undefined) return severity
  throw new ReportRefused('UNMAPPED_VALUE', `${place}: the severity ${JSON.stringify(text)} is not known`)
}

/** The score of the source that gave the severity, or of the NVD, or the highest of the others. */
function scoreOf({ CVSS = {}, SeveritySource = '' }: TrivyVulnerability): number | null {
  const of = (source: string) => CVSS[source]?.V40Score ?? CVSS[source]?.V3Score ?? CVSS[source]?.V2Score
  const others = Object.keys(CVSS).map((source) => of(source) ?? 0)
  return of(SeveritySource) ?? of('nvd') ?? (others.length === 0 ? null : Math.max(...others))
}

/** What a vulnerability of a package is told as. @throws {ReportRefused} UNMAPPED_VALUE */
export function ofVulnerability(
  found: TrivyVulnerability,
  place: string,
  target: string,
  state: FindingState,
): Finding {
  const purl = found.PkgIdentifier?.PURL
  const published = readTime(found.PublishedDate ?? '', 'UTC')
  return {
    vulnerability: findingId(found.VulnerabilityID, purl === undefined ? found.PkgName : packageOf(purl)),
    severity: severityOf(found.Severity, place),
    cvss: scoreOf(found),
    // `fixed` says that a fixed version exists, not that it is installed.
    state: state === 'open' && found.Status === 'not_affected' ? 'not-affected' : state,
    disclosedAt: published === null ? null : instantText(published.instant),
    firstDetectedAt: null,
    because: `${place} ${found.VulnerabilityID} ${found.PkgName} in ${target}`,
  }
}

function ofPlace(id: string, severity: string, place: string, target: string, state: FindingState): Finding {
  return {
    vulnerability: findingId(id, target),
    severity: severityOf(severity, place),
    cvss: null,
    state,
    disclosedAt: null,
    firstDetectedAt: null,
    because: `${place} ${id} in ${target}`,
  }
}

const ofMisconfiguration = (
  found: TrivyMisconfiguration,
  place: string,
  target: string,
  state: FindingState,
) => {
  const resource = found.CauseMetadata?.Resource ?? ''
  return ofPlace(found.ID, found.Severity, place, resource === '' ? target : `${target}:${resource}`, state)
}

/** A secret is known by rule and file: its line moves, and what it is must not be told. */
const ofSecret = (found: TrivySecret, place: string, target: string, state: FindingState) =>
  ofPlace(found.RuleID, found.Severity, place, target, state)

function ofModified({ Type, Status, Finding: found }: TrivyModified, place: string, target: string) {
  const state = STATES.get(Status)
  if (state === undefined) {
    throw new ReportRefused('UNMAPPED_VALUE', `${place}: the status ${JSON.stringify(Status)} is not known`)
  }
  const inside = `${place}.Finding`
  switch (Type) {
    case 'vulnerability':
      return ofVulnerability(checkedValue(found, findingSchemas.vulnerability, inside), place, target, state)
    case 'misconfiguration':
      return ofMisconfiguration(
        checkedValue(found, findingSchemas.misconfiguration, inside),
        place,
        target,
        state,
      )
    case 'secret':
      return ofSecret(checkedValue(found, findingSchemas.secret, inside), place, target, state)
    default:
      return null
  }
}

const MISCONFIGURATION_STATES = { FAIL: 'open', EXCEPTION: 'accepted', PASS: null } as const

/** What one result of a report found. @throws {ReportRefused} UNMAPPED_VALUE, MISSING_FIELD, MALFORMED */
export function findingsOfResult(result: TrivyResult, place: string): readonly Finding[] {
  const { Target: target } = result
  const at = (list: string, index: number) => `${place}.${list}[${index}]`
  const found = [
    ...(result.Vulnerabilities ?? []).map((one, index) =>
      ofVulnerability(one, at('Vulnerabilities', index), target, 'open'),
    ),
    ...(result.Misconfigurations ?? []).map((one, index) => {
      const state = MISCONFIGURATION_STATES[one.Status]
      return state === null ? null : ofMisconfiguration(one, at('Misconfigurations', index), target, state)
    }),
    ...(result.Secrets ?? []).map((one, index) => ofSecret(one, at('Secrets', index), target, 'open')),
    ...(result.ExperimentalModifiedFindings ?? []).map((one, index) =>
      ofModified(one, at('ExperimentalModifiedFindings', index), target),
    ),
  ]
  return found.filter((finding) => finding !== null)
}
