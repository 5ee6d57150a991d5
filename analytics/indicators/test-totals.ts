import type { FactOf } from '../../schemas/facts/index.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { inSlice, type Slice, sliced, type Sliced } from './slice.ts'

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

/** The reports of one phase, of one component or the whole, in the order of their dates. */
export interface TestSeries {
  readonly phase: string
  readonly component: string | undefined
  readonly reports: readonly Report[]
}

/** Phase and component that a report is about, as one key. */
export const reportSeries = ({ data }: Report): string => JSON.stringify([data.phase, data.component ?? null])

function seriesIndex(state: ProjectState): Sliced<TestSeries> {
  const series: TestSeries[] = [...groupBy(state.of('tests.reported'), reportSeries).values()].flatMap(
    (reports) => {
      const ordered = [...reports].sort((a, b) => compareText(a.data.asOf, b.data.asOf))
      const [first] = ordered
      if (first === undefined) return []
      return [{ phase: first.data.phase, component: first.data.component, reports: ordered }]
    },
  )
  return sliced(
    series,
    ({ phase }) => phase,
    ({ component }) => component,
  )
}

/** The slice's series of reports, each up to the status date; those without a report by then are left out. */
export function testSeries(slice: Slice): readonly TestSeries[] {
  const { state, statusDate } = slice.view
  return inSlice(state.derived(seriesIndex), slice).flatMap((series) => {
    const { reports } = series
    const until = partitionPoint(reports, ({ data }) => data.asOf <= statusDate)
    if (until === 0) return []
    return [until === reports.length ? series : { ...series, reports: reports.slice(0, until) }]
  })
}

/** Whether a case of the slice was executed by the status date, by any report. */
export function hasExecuted(slice: Slice): boolean {
  const { state, statusDate } = slice.view
  return inSlice(state.derived(seriesIndex), slice).some(({ reports }) => {
    const last = reports[partitionPoint(reports, ({ data }) => data.asOf <= statusDate) - 1]
    return last !== undefined && last.data.executed > 0
  })
}

/** The slice's reports up to the status date, by series. */
export const testReports = (slice: Slice): readonly Report[] =>
  testSeries(slice).flatMap(({ reports }) => reports)

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

/** The slice's newest reports that its totals are the sum of. */
export const countedReports = (slice: Slice): readonly Report[] =>
  withoutDoubleCounting(
    testSeries(slice).flatMap(({ reports }) => {
      const last = reports.at(-1)
      return last === undefined ? [] : [last]
    }),
  )

/**
 * The phases whose own total cannot be true beside their components' reports: it is older than one of them, or
 * below their sum in any count.
 */
export function disagreeingTotals(reports: readonly Report[]): readonly string[] {
  const newest = newestReports(reports)
  const partsOf = groupBy(
    newest.filter(({ data }) => data.component !== undefined),
    ({ data }) => data.phase,
  )
  return newest
    .filter(({ data: total }) => {
      if (total.component !== undefined) return false
      const parts = partsOf.get(total.phase) ?? []
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

/** Cases with an outcome: passed, failed or blocked. More of them than were executed cannot be. */
export const outcomesOf = ({ data: { passed, failed, blocked = 0 } }: Report): number =>
  passed + failed + blocked

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
  const reports = countedReports(slice)
  if (reports.length === 0) return null
  const sum = (field: 'planned' | 'executed' | 'passed' | 'failed') =>
    reports.reduce((total, report) => total + report.data[field], 0)
  // The oldest of the newest reports: one silent component makes the whole figure old.
  const dates = reports.map((report) => effectiveDate(report, view.zone))
  return {
    planned: sum('planned'),
    executed: sum('executed'),
    passed: sum('passed'),
    failed: sum('failed'),
    automated: sumIfSaid(reports, 'automated'),
    testHours: sumIfSaid(reports, 'testHours'),
    lastDate: dates.reduce((oldest, date) => (date < oldest ? date : oldest), view.statusDate),
  }
}
