import type { Fact } from '../../../schemas/facts/index.ts'
import { groupBy } from '../../group-by.ts'
import type { FactHistory } from '../history.ts'
import { counted, type Measurement } from '../measurement.ts'
import type { ProjectView } from '../project-view.ts'
import { hasSeen, reviewOf } from '../review-records.ts'
import { type Asset, retiredOn } from './assets.ts'
import { isMeasurement, scannedAssets, scanStanding } from './scans.ts'
import type { SecurityRequest } from './security-request.ts'
import {
  isDismissed,
  isGrave,
  isOpen,
  type Vulnerability,
  VULNERABILITY_FACTS,
  vulnerabilityVersions,
} from './vulnerabilities.ts'

/** The item of evidence by which somebody outside of the division confirms what was dismissed. */
export const TRIAGE_ITEM = 'vulnerability-triage'

/** The first of the versions at the end that are all so; null when the newest is not. */
function runStart<T>(versions: readonly T[], isSo: (version: T) => boolean): T | null {
  const before = versions.findLastIndex((version) => !isSo(version))
  return versions[before + 1] ?? null
}

const isRetracted = ({ data }: Fact) => 'retracted' in data && data.retracted === true

/** What no longer counts although nobody has fixed it: taken back, said to be none, or made less grave. */
const isSetAside = (version: Vulnerability) =>
  isRetracted(version) || isDismissed(version) || !isGrave(version)

const assetVersions = (history: FactHistory): ReadonlyMap<string, readonly Asset[]> =>
  groupBy(history.of('asset.registered'), ({ data }) => data.asset)

/** The fact since which an asset is retired; null while it is in use, or was never registered. */
function retirement(asset: string, { state, history, zone, statusDate }: ProjectView): Asset | null {
  const versions =
    history?.derived(assetVersions).get(asset) ??
    state.of('asset.registered').filter(({ data }) => data.asset === asset)
  return runStart(versions, (version) => {
    const retired = retiredOn(version, zone)
    return !isRetracted(version) && retired !== null && retired < statusDate
  })
}

/** The fact by which a vulnerability that was critical or high stopped counting; null when none did, or it is fixed. */
function dismissalOf(versions: readonly Vulnerability[], { view, scope }: SecurityRequest): Fact | null {
  const now = versions.at(-1)
  if (now === undefined || !versions.some((version) => isGrave(version) && !isRetracted(version))) return null
  const scan = scanStanding(view, now.data.asset, scope.scanners).succeeded
  const isFixed = now.data.state === 'fixed' && !isRetracted(now) && !isOpen(now, scan)
  return isFixed ? null : (runStart(versions, isSetAside) ?? retirement(now.data.asset, view))
}

/**
 * Number of critical and high vulnerabilities that were reported, are not fixed, and no longer count: said to be
 * `false-positive` or `not-affected`, made less grave, taken back, or on an asset that has retired; without those that a
 * verifier outside of the division has confirmed since, by evidence of the item `vulnerability-triage` at the gate.
 * The sample is every one that was dismissed, confirmed or not.
 *
 * @see CISA, Minimum Requirements for Vulnerability Exploitability eXchange (VEX), 2023: not_affected needs a justification
 */
export function unconfirmedDismissals(request: SecurityRequest): Measurement {
  const { view, scope, gate } = request
  const scanned = scannedAssets(view, scope.scanners)
  if (isMeasurement(scanned)) return scanned
  const review = reviewOf(view, gate, TRIAGE_ITEM)
  const dismissals = [...vulnerabilityVersions(view).values()]
    .map((versions) => dismissalOf(versions, request))
    .filter((fact) => fact !== null)
  const unconfirmed = dismissals.filter((fact) => !hasSeen(review, fact, view.zone))
  return counted(unconfirmed.length, {
    sampleSize: dismissals.length,
    lastDate: scanned.lastDate,
    facts: VULNERABILITY_FACTS,
  })
}
