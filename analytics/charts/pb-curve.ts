import type { FactOf } from '../../schemas/facts/index.ts'
import { groupBy } from '../group-by.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { compareText } from '../facts/state.ts'
import { closedAt, uniqueDefects } from '../indicators/found-defects.ts'
import type { Slice } from '../indicators/slice.ts'
import { reportSeries, testReports } from '../indicators/test-totals.ts'

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

interface Cases {
  readonly planned: number
  readonly executed: number
}

const NONE: Cases = { planned: 0, executed: 0 }

/**
 * Sums the newest reports of all series as they come in, in the order of their dates. Once a phase's own total was
 * reported it counts in place of its components, as in `withoutDoubleCounting`; only what is new is looked at.
 */
function runningTotals(): (reports: readonly FactOf<'tests.reported'>[]) => Cases {
  const newest = new Map<string, Cases>()
  const parts = new Map<string, Cases>()
  const totals = new Map<string, Cases>()
  let sum = NONE
  const plus = (a: Cases, b: Cases, minus: Cases): Cases => ({
    planned: a.planned + b.planned - minus.planned,
    executed: a.executed + b.executed - minus.executed,
  })
  const countedOf = (phase: string) => totals.get(phase) ?? parts.get(phase) ?? NONE
  return (reports) => {
    for (const report of reports) {
      const { phase, component, planned, executed } = report.data
      const before = countedOf(phase)
      const cases = { planned, executed }
      if (component === undefined) totals.set(phase, cases)
      else {
        const key = reportSeries(report)
        parts.set(phase, plus(parts.get(phase) ?? NONE, cases, newest.get(key) ?? NONE))
        newest.set(key, cases)
      }
      sum = plus(sum, countedOf(phase), before)
    }
    return sum
  }
}

/**
 * PB curve PB曲線 バグ管理図: executed cases against defects found, closed and open, one point for each day with a test
 * report, over the slice's phases.
 */
export function pbCurve(slice: Slice): readonly PbPoint[] {
  const { view } = slice
  const byDate = groupBy(testReports(slice), ({ data }) => data.asOf)
  const dateOf = (instant: number) => civilDateOf(instant, view.zone)
  const defects = uniqueDefects(slice)
  const found = defects.map(({ data }) => dateOf(Date.parse(data.detectedAt))).sort(compareText)
  const closed = defects
    .map(closedAt)
    .filter((instant) => instant !== null)
    .map(dateOf)
    .sort(compareText)

  const running = runningTotals()
  return [...byDate.keys()].sort(compareText).map((date) => {
    const { planned, executed } = running(byDate.get(date) ?? [])
    const [foundByThen, closedByThen] = [until(found, date), until(closed, date)]
    return {
      date,
      planned,
      executed,
      found: foundByThen,
      closed: closedByThen,
      open: foundByThen - closedByThen,
    }
  })
}
