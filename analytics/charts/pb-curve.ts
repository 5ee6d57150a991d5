import { partitionPoint } from '../calendar/partition-point.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { compareText } from '../facts/state.ts'
import { closedAt, uniqueDefects } from '../indicators/found-defects.ts'
import type { Slice } from '../indicators/slice.ts'
import { newestReports, testReports, withoutDoubleCounting } from '../indicators/test-totals.ts'

/** Cumulative test progress and defects at the end of one day. */
export interface PbPoint {
  readonly date: string
  readonly planned: number
  readonly executed: number
  readonly found: number
  readonly closed: number
  readonly open: number
}

/** How many of ascending dates are not after a date. */
const until = (dates: readonly string[], date: string) => partitionPoint(dates, (d) => d <= date)

/**
 * PB curve PB曲線 バグ管理図: executed cases against defects found, closed and open, one point for each day with a test
 * report, over the slice's phases.
 */
export function pbCurve(slice: Slice): readonly PbPoint[] {
  const { view } = slice
  const reports = [...testReports(slice)].sort((a, b) => compareText(a.data.asOf, b.data.asOf))
  const dateOf = (instant: number) => civilDateOf(instant, view.zone)
  const defects = uniqueDefects(slice)
  const found = defects.map(({ data }) => dateOf(Date.parse(data.detectedAt))).sort(compareText)
  const closed = defects
    .map(closedAt)
    .filter((instant) => instant !== null)
    .map(dateOf)
    .sort(compareText)

  let newest: typeof reports = []
  return [...new Set(reports.map(({ data }) => data.asOf))].map((date) => {
    newest = [...newestReports([...newest, ...reports.filter(({ data }) => data.asOf === date)])]
    const counted = withoutDoubleCounting(newest)
    const sum = (field: 'planned' | 'executed') => counted.reduce((total, { data }) => total + data[field], 0)
    const [foundByThen, closedByThen] = [until(found, date), until(closed, date)]
    return {
      date,
      planned: sum('planned'),
      executed: sum('executed'),
      found: foundByThen,
      closed: closedByThen,
      open: foundByThen - closedByThen,
    }
  })
}
