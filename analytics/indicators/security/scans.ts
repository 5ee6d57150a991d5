import type { FactOf } from '../../../schemas/facts/index.ts'
import { civilDateOf } from '../../calendar/local-date.ts'
import { plainName } from '../../facts/same-name.ts'
import { newer, type ProjectState } from '../../facts/state.ts'
import { groupBy } from '../../group-by.ts'
import { type Measurement, notMeasurable } from '../measurement.ts'
import type { ProjectView } from '../project-view.ts'
import { type Asset, ASSET_FACTS, assetsInUse } from './assets.ts'

export type Scan = FactOf<'scan.completed'>

export const SCAN_FACTS = 'kind=scan.completed'

/** When a scan ended, but not later than it was told, in milliseconds: an old scan told again is an old scan. */
export const scanMoment = ({ data, occurredAt }: Scan): number =>
  Math.min(Date.parse(data.finishedAt), occurredAt)

/** The newest of some moments; -Infinity of none. */
export const newest = (moments: readonly number[]): number =>
  moments.reduce((latest, moment) => Math.max(latest, moment), -Infinity)

/** A scan that names nothing that it looked at is none, whether it succeeded or not. */
const hasLooked = ({ data }: Scan) => data.lookedAt !== 0

const scansByAsset = (state: ProjectState): ReadonlyMap<string, readonly Scan[]> =>
  groupBy(state.of('scan.completed').filter(hasLooked), ({ data }) => data.asset)

/** How an asset stands with its scans. */
export interface ScanStanding {
  /** The newest scan that succeeded, by any scanner that counts; null when there was none. */
  readonly succeeded: Scan | null
  /** Of some scanner that counts the newest scan failed: what it would say of the asset today is not known. */
  readonly isFailing: boolean
}

const latest = (scans: readonly Scan[]): Scan | null =>
  scans.reduce<Scan | null>(
    (last, scan) =>
      last === null || scanMoment(scan) - scanMoment(last) > 0 || isTieWon(scan, last) ? scan : last,
    null,
  )

const isTieWon = (scan: Scan, last: Scan) => scanMoment(scan) === scanMoment(last) && newer(scan, last) > 0

/** How an asset stands with the scans by these scanners, all when none are named. Names are compared as people write them. */
export function scanStanding(
  { state }: ProjectView,
  asset: string,
  scanners: readonly string[] | undefined,
): ScanStanding {
  const wanted = scanners && new Set(scanners.map(plainName))
  const all = state.derived(scansByAsset).get(asset) ?? []
  const scans = all.filter(({ data }) => wanted?.has(plainName(data.scanner.name)) ?? true)
  const lastOfEach = [...groupBy(scans, ({ data }) => plainName(data.scanner.name)).values()].map(latest)
  return {
    succeeded: latest(scans.filter(({ data }) => data.succeeded)),
    isFailing: lastOfEach.some((scan) => scan?.data.succeeded === false),
  }
}

/** The assets in use, each shown to have been looked at. */
export interface ScannedAssets {
  readonly assets: readonly Asset[]
  /** Of each asset its newest successful scan. */
  readonly scans: ReadonlyMap<string, Scan>
  /** Civil date of the oldest of these scans: what is said of the assets together is as old as that. */
  readonly lastDate: string
}

/**
 * What every statement about vulnerabilities rests on: all assets in use were scanned with success, and of no scanner the
 * last scan failed. A failed scan refreshes nothing.
 *
 * @returns the reason when it is not so: NO_ASSETS, ASSET_NEVER_SCANNED or LAST_SCAN_FAILED, in this order
 */
export function scannedAssets(
  view: ProjectView,
  scanners: readonly string[] | undefined,
): ScannedAssets | Measurement {
  const assets = assetsInUse(view)
  if (assets.length === 0) return notMeasurable('NO_ASSETS', ASSET_FACTS)
  const standings = assets.map(({ data }) => [data.asset, scanStanding(view, data.asset, scanners)] as const)
  const scans = new Map(
    standings.flatMap(([asset, { succeeded }]) => (succeeded === null ? [] : [[asset, succeeded] as const])),
  )
  const known = { numerator: scans.size, denominator: assets.length, sampleSize: assets.length }
  if (scans.size < assets.length) return notMeasurable('ASSET_NEVER_SCANNED', SCAN_FACTS, known)
  const oldest = [...scans.values()].reduce((least, scan) => Math.min(least, scanMoment(scan)), Infinity)
  const lastDate = civilDateOf(oldest, view.zone)
  if (standings.some(([, { isFailing }]) => isFailing))
    return notMeasurable('LAST_SCAN_FAILED', SCAN_FACTS, { ...known, lastDate })
  return { assets, scans, lastDate }
}

export const isMeasurement = (found: object): found is Measurement => 'why' in found
