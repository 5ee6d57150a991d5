import { fromEpochDay, toEpochDay } from '../../calendar/civil-date.ts'
import { civilDateOf, startOfCivilDate } from '../../calendar/local-date.ts'
import { daysBetween } from '../../facts/effective-date.ts'
import { counted, type Measurement, notMeasurable, ratio } from '../measurement.ts'
import type { SecurityRequest } from './security-request.ts'
import { ASSET_FACTS, assetsInUse } from './assets.ts'
import { isMeasurement, newest, SCAN_FACTS, scanMoment, scannedAssets, scanStanding } from './scans.ts'

/**
 * Scan coverage = assets with a successful scan within the last `withinDays` days / registered assets in use, in percent.
 * A failed scan refreshes nothing, and a scan that looked at nothing is none. As old as the newest successful scan.
 *
 * @returns NO_PERIOD, NO_ASSETS; NO_SCANS while no scan of any of them succeeded: a scanner that is not connected looks the same
 * @see CIS Controls v8, safeguards 1.1 and 7.5: every asset of the inventory is scanned, within a period
 */
export function scanCoverage({ view, scope }: SecurityRequest): Measurement {
  const { withinDays, scanners } = scope
  if (withinDays === undefined) return notMeasurable('NO_PERIOD', SCAN_FACTS)
  const assets = assetsInUse(view)
  if (assets.length === 0) return notMeasurable('NO_ASSETS', ASSET_FACTS)
  const moments = assets.flatMap(({ data }) => {
    const { succeeded } = scanStanding(view, data.asset, scanners)
    return succeeded === null ? [] : [scanMoment(succeeded)]
  })
  if (moments.length === 0) return notMeasurable('NO_SCANS', SCAN_FACTS, { denominator: assets.length })
  const firstDay = fromEpochDay(toEpochDay(view.statusDate) - withinDays)
  const from = startOfCivilDate(firstDay, view.zone)
  const lastDate = civilDateOf(newest(moments), view.zone)
  return ratio(moments.filter((moment) => moment >= from).length, assets.length, 100, {
    lastDate,
    facts: SCAN_FACTS,
  })
}

/** Age in days of the last successful scan of the asset whose last one is the oldest. As old as that scan. */
export function oldestScan({ view, scope }: SecurityRequest): Measurement {
  const scanned = scannedAssets(view, scope.scanners)
  if (isMeasurement(scanned)) return scanned
  const { assets, lastDate } = scanned
  const age = Math.max(0, daysBetween(lastDate, view.statusDate))
  return { ...counted(age, { sampleSize: assets.length, lastDate, facts: SCAN_FACTS }), numerator: null }
}
