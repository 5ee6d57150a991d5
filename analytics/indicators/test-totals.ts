import type { FactOf } from '../../schemas/facts/index.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import { isInSlice, type Slice } from './slice.ts'

/** Cumulative test counts on the status date, summed over phases and components. */
export interface TestTotals {
  readonly planned: number
  readonly executed: number
  readonly passed: number
  readonly failed: number
  /** Null unless every report behind the totals says it. */
  readonly automated: number | null
  readonly testHours: number | null
  readonly lastDate: string
}

type Report = FactOf<'tests.reported'>

/** Phase and component that a report is about, as one key. */
export const reportSeries = ({ data }: Report): string => JSON.stringify([data.phase, data.component ?? null])

/** The slice's reports up to the status date. */
export function testReports(slice: Slice): readonly Report[] {
  const { view } = slice
  return view.state
    .of('tests.reported')
    .filter(({ data }) => data.asOf <= view.statusDate && isInSlice(slice, data.phase, data.component))
}

/** Of each phase and component the newest report. */
export function newestReports(reports: readonly Report[]): readonly Report[] {
  const newest = new Map<string, Report>()
  for (const report of reports) {
    const key = reportSeries(report)
    const known = newest.get(key)
    if (known === undefined || compareText(known.data.asOf, report.data.asOf) < 0) newest.set(key, report)
  }
  return [...newest.values()]
}

/**
 * The phases whose own total cannot be true beside their components' reports: it is older than one of them, or
 * below their sum in any count.
 */
export function disagreeingTotals(reports: readonly Report[]): readonly string[] {
  const newest = newestReports(reports)
  return newest
    .filter(({ data: total }) => {
      if (total.component !== undefined) return false
      const parts = newest.filter(({ data }) => data.phase === total.phase && data.component !== undefined)
      const sum = (field: 'planned' | 'executed' | 'passed' | 'failed') =>
        parts.reduce((count, { data }) => count + data[field], 0)
      return (
        parts.some(({ data }) => data.asOf > total.asOf) ||
        (['planned', 'executed', 'passed', 'failed'] as const).some((field) => sum(field) > total[field])
      )
    })
    .map(({ data }) => data.phase)
}

/** A phase's own total counts when it was reported; otherwise its components are added up, never both. */
export function withoutDoubleCounting(reports: readonly Report[]): readonly Report[] {
  const totals = new Set(reports.filter((r) => r.data.component === undefined).map((r) => r.data.phase))
  return reports.filter((r) => r.data.component === undefined || !totals.has(r.data.phase))
}

/** Sum of what every report says, or null when one of them does not say it. */
function sumIfSaid(reports: readonly Report[], field: 'automated' | 'testHours'): number | null {
  return reports.reduce<number | null>((sum, { data }) => {
    const said = data[field]
    return sum === null || said === undefined ? null : sum + said
  }, 0)
}

/** Test totals of the slice, or null when nothing was reported. */
export function testTotals(slice: Slice): TestTotals | null {
  const { view } = slice
  const reports = withoutDoubleCounting(newestReports(testReports(slice)))
  if (reports.length === 0) return null
  const sum = (field: 'planned' | 'executed' | 'passed' | 'failed') =>
    reports.reduce((total, report) => total + report.data[field], 0)
  // The oldest of the newest reports: one silent component makes the whole figure old.
  const dates = reports.map((report) => effectiveDate(report, view.zone)).sort(compareText)
  return {
    planned: sum('planned'),
    executed: sum('executed'),
    passed: sum('passed'),
    failed: sum('failed'),
    automated: sumIfSaid(reports, 'automated'),
    testHours: sumIfSaid(reports, 'testHours'),
    lastDate: dates[0] ?? view.statusDate,
  }
}
