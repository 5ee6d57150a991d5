import type { FactOf } from '../../../schemas/facts/index.ts'
import {
  severityOfScore,
  type VulnerabilitySeverity,
  vulnerabilitySeverity,
} from '../../../schemas/facts/security.ts'
import { groupBy } from '../../group-by.ts'
import type { FactHistory } from '../history.ts'
import type { ProjectView } from '../project-view.ts'
import { type Scan, scanMoment } from './scans.ts'

export type Vulnerability = FactOf<'vulnerability.reported'>

export const VULNERABILITY_FACTS = 'kind=vulnerability.reported'

const GRAVEST_FIRST = vulnerabilitySeverity.options

/**
 * How grave a vulnerability is: the graver of the severity that was stated and the one of its CVSS score. Null when it is
 * not known: `none` means a score of 0 (CVSS 3.1, section 5), and without the score nobody has said that.
 */
export function gravity({ data }: Vulnerability): VulnerabilitySeverity | null {
  const { severity, cvss } = data
  if (cvss === undefined) return severity === 'none' ? null : severity
  const scored = severityOfScore(cvss)
  return GRAVEST_FIRST.indexOf(scored) < GRAVEST_FIRST.indexOf(severity) ? scored : severity
}

export const isGrave = (vulnerability: Vulnerability): boolean =>
  ['critical', 'high'].includes(gravity(vulnerability) ?? '')

/**
 * Whether a vulnerability counts as open on an asset whose newest successful scan is given. A fix is one when a scan that
 * succeeded at the time of the report or after it has nothing against it; until then it is somebody's word, and open.
 */
export function isOpen({ data, occurredAt }: Vulnerability, scan: Scan | null): boolean {
  if (data.state === 'fixed') return scan === null || scanMoment(scan) < occurredAt
  return data.state === 'open'
}

/** Said to be no vulnerability here, in the words of VEX: it counts as none, and somebody has to have confirmed it. */
export const isDismissed = ({ data }: Vulnerability): boolean =>
  data.state === 'false-positive' || data.state === 'not-affected'

const byKey = (history: FactHistory): ReadonlyMap<string, readonly Vulnerability[]> =>
  groupBy(history.of('vulnerability.reported'), ({ key }) => key)

/** Every version of every vulnerability by its key, oldest first; the newest alone where no history is at hand. */
export function vulnerabilityVersions({
  history,
  state,
}: ProjectView): ReadonlyMap<string, readonly Vulnerability[]> {
  return history?.derived(byKey) ?? groupBy(state.of('vulnerability.reported'), ({ key }) => key)
}
