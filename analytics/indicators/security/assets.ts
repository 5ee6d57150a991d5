import type { FactOf } from '../../../schemas/facts/index.ts'
import { civilDateOf, endOfCivilDate } from '../../calendar/local-date.ts'
import type { ProjectView } from '../project-view.ts'

export type Asset = FactOf<'asset.registered'>

export const ASSET_FACTS = 'kind=asset.registered'

/** What an inventory is about: collectors tell a list of components without vulnerabilities as a scan of `<asset>#sbom`. */
export const INVENTORY = '#sbom'

/** Civil date on which an asset retires, in the project's zone; null while nobody says one. */
export function retiredOn({ data }: Asset, zone: string): string | null {
  return data.retiredAt === undefined ? null : civilDateOf(Date.parse(data.retiredAt), zone)
}

/** Whether an asset had not retired by a moment, in milliseconds: it is in use through the whole of its last day. */
export function isInUseAt(asset: Asset, moment: number, zone: string): boolean {
  const retired = retiredOn(asset, zone)
  return retired === null || moment < endOfCivilDate(retired, zone)
}

/** Registered assets that have not retired: one counts through the whole of its last day. In the order of their ids. */
export function assetsInUse({ state, zone }: ProjectView): readonly Asset[] {
  return state.of('asset.registered').filter((asset) => isInUseAt(asset, state.at, zone))
}
