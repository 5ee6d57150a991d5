import type { FactOf } from '../../../schemas/facts/index.ts'
import { civilDateOf } from '../../calendar/local-date.ts'
import { counted, type Measurement, notMeasurable } from '../measurement.ts'
import type { ProjectView } from '../project-view.ts'
import { type Asset, ASSET_FACTS, assetsInUse, INVENTORY, isInUseAt } from './assets.ts'
import { newest, SCAN_FACTS, scanMoment } from './scans.ts'
import type { SecurityRequest } from './security-request.ts'

/** Whether an asset is registered and, if it has retired, had not when something was still seen of it. */
const isKnownAt = (asset: Asset | undefined, moment: number, zone: string): boolean =>
  asset !== undefined && isInUseAt(asset, moment, zone)

/** A name without a moment: that of an asset which may have retired since. */
const ALWAYS = -Infinity

const registered = ({ state }: ProjectView): ReadonlyMap<string, Asset> =>
  new Map(state.of('asset.registered').map((asset) => [asset.data.asset, asset]))

/**
 * Number of assets that scans or vulnerabilities speak of, or that were registered once, and that the register does not
 * have: never registered, taken out of it, or scanned after they had retired. An asset leaves by `retiredAt`, not by a
 * retraction. As old as the newest scan.
 *
 * @returns NO_ASSETS, NO_SCANS
 */
export function unregisteredAssets({ view }: SecurityRequest): Measurement {
  if (assetsInUse(view).length === 0) return notMeasurable('NO_ASSETS', ASSET_FACTS)
  const register = registered(view)
  const scans = view.state.of('scan.completed')
  if (scans.length === 0) return notMeasurable('NO_SCANS', SCAN_FACTS)
  const reported = view.state.of('vulnerability.reported')
  const everRegistered = view.history?.of('asset.registered') ?? []
  const named = [
    ...scans.map((scan) => ({ asset: ofInventory(scan.data.asset), moment: scanMoment(scan) })),
    ...[...reported, ...everRegistered].map(({ data }) => ({
      asset: ofInventory(data.asset),
      moment: ALWAYS,
    })),
  ]
  const unknown = named.filter(({ asset, moment }) => !isKnownAt(register.get(asset), moment, view.zone))
  return counted(new Set(unknown.map(({ asset }) => asset)).size, {
    sampleSize: new Set(named.map(({ asset }) => asset)).size,
    lastDate: civilDateOf(newest(scans.map(scanMoment)), view.zone),
    facts: SCAN_FACTS,
  })
}

const ofInventory = (asset: string) => (asset.endsWith(INVENTORY) ? asset.slice(0, -INVENTORY.length) : asset)

type Observation = FactOf<'asset.observed'>

const observedAt = ({ data, occurredAt }: Observation) => Math.min(Date.parse(data.observedAt), occurredAt)

/** Host names and addresses are the same in capitals, and with the dot at the end that DNS writes. */
const plainAddress = (address: string) => address.trim().toLowerCase().replace(/\.$/, '')

/**
 * Number of shadow assets: addresses that were observed from the outside and belong to no registered asset. The observer
 * says to which (`matchedAsset`), or else the asset names the address; one that had retired by then does not count. As
 * old as the newest observation.
 *
 * @returns NO_ASSETS; NOT_OBSERVED while nobody has looked: no observer sees nothing either
 */
export function shadowAssets({ view }: SecurityRequest): Measurement {
  if (assetsInUse(view).length === 0) return notMeasurable('NO_ASSETS', ASSET_FACTS)
  const observed = view.state.of('asset.observed')
  if (observed.length === 0) return notMeasurable('NOT_OBSERVED', 'kind=asset.observed')
  const register = registered(view)
  const owners = new Map<string, Asset[]>()
  for (const asset of register.values())
    for (const address of [asset.data.asset, ...(asset.data.addresses ?? [])]) {
      const plain = plainAddress(address)
      owners.set(plain, [...(owners.get(plain) ?? []), asset])
    }
  const isShadow = (one: Observation) => {
    const { address, matchedAsset } = one.data
    const candidates =
      matchedAsset === undefined ? (owners.get(plainAddress(address)) ?? []) : [register.get(matchedAsset)]
    return !candidates.some((asset) => isKnownAt(asset, observedAt(one), view.zone))
  }
  return counted(observed.filter(isShadow).length, {
    sampleSize: observed.length,
    lastDate: civilDateOf(newest(observed.map(observedAt)), view.zone),
    facts: 'kind=asset.observed',
  })
}
