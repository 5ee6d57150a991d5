import { endOfCivilDate } from '../calendar/local-date.ts'
import { fromEpochDay, toEpochDay } from '../calendar/civil-date.ts'
import { closedAt, uniqueDefects } from '../indicators/found-defects.ts'
import type { Slice } from '../indicators/slice.ts'
import { testTotals } from '../indicators/test-totals.ts'
import { WEEKS } from './warning.ts'

/** Where a slice stood at the end of a day. */
export interface WeekEnd {
  readonly date: string
  readonly executed: number
  readonly planned: number
  readonly found: number
  readonly open: number
}

/** The last `WEEKS + 1` ends of a week that ends on the status date, oldest first: one more to compare the first with. */
export function weekDates(statusDate: string): readonly string[] {
  const last = toEpochDay(statusDate)
  return Array.from({ length: WEEKS + 1 }, (_, i) => fromEpochDay(last - 7 * (WEEKS - i)))
}

/** Tests and defects of the slice at the end of each of the last weeks. */
export function weekEnds(slice: Slice): readonly WeekEnd[] {
  const { view } = slice
  const defects = uniqueDefects(slice).map((defect) => ({
    found: Date.parse(defect.data.detectedAt),
    closed: closedAt(defect) ?? Infinity,
  }))
  return weekDates(view.statusDate).map((date) => {
    const end = endOfCivilDate(date, view.zone)
    const totals = testTotals({ ...slice, view: { ...view, statusDate: date } })
    const found = defects.filter((defect) => defect.found < end)
    return {
      date,
      executed: totals?.executed ?? 0,
      planned: totals?.planned ?? 0,
      found: found.length,
      open: found.filter((defect) => defect.closed >= end).length,
    }
  })
}

/** Each week with the one before it. */
export const weekPairs = (weeks: readonly WeekEnd[]): readonly (readonly [WeekEnd, WeekEnd])[] =>
  weeks.slice(1).flatMap((week, i) => {
    const before = weeks[i]
    return before === undefined ? [] : [[before, week] as const]
  })
