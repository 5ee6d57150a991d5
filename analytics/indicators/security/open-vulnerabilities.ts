import type { VulnerabilitySeverity } from '../../../schemas/facts/security.ts'
import { civilDateOf } from '../../calendar/local-date.ts'
import { daysBetween } from '../../facts/effective-date.ts'
import { compareText } from '../../facts/state.ts'
import { counted, type Measurement, notMeasurable } from '../measurement.ts'
import type { ProjectView } from '../project-view.ts'
import { isMeasurement, scannedAssets } from './scans.ts'
import type { SecurityRequest } from './security-request.ts'
import {
  gravity,
  isOpen,
  type Vulnerability,
  VULNERABILITY_FACTS as FACTS,
  vulnerabilityVersions,
} from './vulnerabilities.ts'

type Grave = Extract<VulnerabilitySeverity, 'critical' | 'high'>

interface Found {
  readonly open: readonly Vulnerability[]
  readonly accepted: readonly Vulnerability[]
  readonly rest: { readonly sampleSize: number; readonly lastDate: string; readonly facts: string }
}

/**
 * What stands against the assets in use. The sample is every vulnerability that was reported of them, whatever its state.
 *
 * @returns beside the reasons of `scannedAssets` ASSET_NOT_REGISTERED when something is open on an asset that nobody
 *   registered: a register with a gap says nothing about what is missing from it
 */
function found({ view, scope }: SecurityRequest): Found | Measurement {
  const scanned = scannedAssets(view, scope.scanners)
  if (isMeasurement(scanned)) return scanned
  const { scans, lastDate } = scanned
  const registered = new Set(view.state.of('asset.registered').map(({ data }) => data.asset))
  const reported = view.state.of('vulnerability.reported')
  const isStray = (one: Vulnerability) => !registered.has(one.data.asset) && one.data.state === 'open'
  if (reported.some(isStray)) return notMeasurable('ASSET_NOT_REGISTERED', FACTS, { lastDate })
  const own = reported.filter(({ data }) => scans.has(data.asset))
  return {
    open: own.filter((one) => isOpen(one, scans.get(one.data.asset) ?? null)),
    accepted: own.filter(({ data }) => data.state === 'accepted'),
    rest: { sampleSize: own.length, lastDate, facts: FACTS },
  }
}

/** Counts those of one severity, when the severity of all of them is known. */
function ofSeverity(
  severity: Grave,
  list: readonly Vulnerability[],
  rest: Found['rest'],
  measure: (grave: readonly Vulnerability[]) => number,
): Measurement {
  const grave = list.filter((one) => gravity(one) === severity)
  if (list.some((one) => gravity(one) === null)) {
    return notMeasurable('SEVERITY_UNKNOWN', FACTS, { ...rest, numerator: grave.length })
  }
  return { ...counted(measure(grave), rest), numerator: grave.length }
}

const howMany = ({ length }: readonly unknown[]) => length

/**
 * Number of open vulnerabilities of one severity on the registered assets in use, open as `isOpen` says and grave as
 * `gravity` says. As old as the oldest of the assets' last successful scans.
 */
export function openVulnerabilities(request: SecurityRequest, severity: Grave): Measurement {
  const known = found(request)
  return isMeasurement(known) ? known : ofSeverity(severity, known.open, known.rest, howMany)
}

/**
 * Number of vulnerabilities of one severity that are reported as accepted. They are counted apart from the open ones, so
 * that a policy can limit them: what goes beyond its limit takes a waiver, which has an approver and an end.
 */
export function acceptedVulnerabilities(request: SecurityRequest, severity: Grave): Measurement {
  const known = found(request)
  return isMeasurement(known) ? known : ofSeverity(severity, known.accepted, known.rest, howMany)
}

/**
 * Since when a vulnerability could have been dealt with: the earliest disclosure or detection that any version of it
 * tells. Detection alone would be later the less often one scans, and moves on with every scan of a tool that keeps no
 * first one; from its disclosure on everybody can know of it, who attacks too.
 */
function openSince(vulnerability: Vulnerability, view: ProjectView): string {
  const versions = vulnerabilityVersions(view).get(vulnerability.key) ?? [vulnerability]
  const moments = versions
    .flatMap(({ data }) => [data.disclosedAt, data.detectedAt])
    .filter((moment) => moment !== undefined)
    .map((moment) => Date.parse(moment))
  return civilDateOf(Math.min(...moments), view.zone)
}

/** Days since the oldest open vulnerability of one severity was disclosed or found, whichever came first; 0 when none is open. */
export function oldestVulnerability(request: SecurityRequest, severity: Grave): Measurement {
  const known = found(request)
  if (isMeasurement(known)) return known
  const { view } = request
  return ofSeverity(severity, known.open, known.rest, (grave) => {
    const [first] = grave.map((one) => openSince(one, view)).sort(compareText)
    return first === undefined ? 0 : Math.max(0, daysBetween(first, view.statusDate))
  })
}
