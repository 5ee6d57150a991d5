import type { Severity } from '../../schemas/facts/common.ts'
import { kaplanMeier, survivalQuantile } from '../statistics/kaplan-meier.ts'
import { closedAt, fromDefects, isUnresolved } from './found-defects.ts'
import { counted, type Measurement, notMeasurable } from './measurement.ts'
import type { Slice } from './slice.ts'

const DAY = 86_400_000

const daysFrom = (start: string, end: number) => Math.max(0, (end - Date.parse(start)) / DAY)

/**
 * Days from detection to closing within which the share `p` of the defects is closed, by Kaplan-Meier: what is
 * still open counts as lasting at least as long as it already has. Not measurable while too many are open to tell.
 */
export function timeToFix(slice: Slice, p: number): Measurement {
  return fromDefects(slice, (found, rest) => {
    if (found.length === 0) return notMeasurable('NO_DEFECTS_FOUND', rest.facts, rest)
    const durations = found.map((defect) => {
      const end = closedAt(defect)
      return { time: daysFrom(defect.data.detectedAt, end ?? slice.view.state.at), ended: end !== null }
    })
    const days = survivalQuantile(kaplanMeier(durations), p)
    const sample = { ...rest, sampleSize: found.length }
    if (days === null) return notMeasurable('QUANTILE_NOT_REACHED', rest.facts, sample)
    return { actual: days, why: null, numerator: null, denominator: null, ...sample }
  })
}

/** Age in days of the oldest unresolved defect of one severity; 0 when none is open. */
export function oldestOpen(slice: Slice, severity: Severity): Measurement {
  return fromDefects(slice, (found, rest) => {
    const open = found.filter((defect) => defect.data.severity === severity && isUnresolved(defect))
    const ages = open.map(({ data }) => daysFrom(data.detectedAt, slice.view.state.at))
    return counted(
      ages.reduce((oldest, age) => Math.max(oldest, age), 0),
      { ...rest, sampleSize: open.length },
    )
  })
}
