import { compareText } from '../facts/state.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { type Size, measuredSize } from './size.ts'

/** Cumulative test counts on the status date, summed over phases and components. */
export interface TestTotals {
  readonly planned: number
  readonly executed: number
  readonly passed: number
  readonly failed: number
  readonly lastDate: string
}

type Report = FactOf<'tests.reported'>

/** Of each phase and component the newest report up to the status date. */
function newestReports(view: ProjectView, phases: readonly string[] | null): readonly Report[] {
  const newest = new Map<string, Report>()
  for (const report of view.state.of('tests.reported')) {
    const { phase, component, asOf } = report.data
    if (asOf > view.statusDate || (phases !== null && !phases.includes(phase))) continue
    const key = JSON.stringify([phase, component ?? null])
    const known = newest.get(key)
    if (known === undefined || compareText(known.data.asOf, asOf) < 0) newest.set(key, report)
  }
  return [...newest.values()]
}

/** A phase's own total counts when it was reported; otherwise its components are added up, never both. */
function withoutDoubleCounting(reports: readonly Report[]): readonly Report[] {
  const totals = new Set(reports.filter((r) => r.data.component === undefined).map((r) => r.data.phase))
  return reports.filter((r) => r.data.component === undefined || !totals.has(r.data.phase))
}

/** Test totals of the phases (null = all), or null when nothing was reported. */
export function testTotals(view: ProjectView, phases: readonly string[] | null): TestTotals | null {
  const reports = withoutDoubleCounting(newestReports(view, phases))
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
    lastDate: dates[0] ?? view.statusDate,
  }
}

const FACTS = 'kind=tests.reported'

/** Test density テスト密度 = executed test cases / KSLOC. */
export function testDensity(view: ProjectView, phases: readonly string[] | null): Measurement {
  const totals = testTotals(view, phases)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const size: Size | null = measuredSize(view)
  const known = { numerator: totals.executed, lastDate: totals.lastDate }
  if (size === null) return notMeasurable('NO_SIZE', 'kind=size.measured', known)
  if (size.ksloc === 0) return notMeasurable('ZERO_SIZE', 'kind=size.measured', { ...known, denominator: 0 })
  return ratio(totals.executed, size.ksloc, 1, { lastDate: totals.lastDate, facts: FACTS })
}

/** Test consumption rate テスト消化率 = executed / planned test cases, in percent. */
export function testConsumption(view: ProjectView, phases: readonly string[] | null): Measurement {
  const totals = testTotals(view, phases)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { executed, planned, lastDate } = totals
  if (planned === 0)
    return notMeasurable('NO_TESTS_PLANNED', FACTS, { numerator: executed, denominator: 0, lastDate })
  return ratio(executed, planned, 100, { lastDate, facts: FACTS })
}

/** Pass rate = passed / executed test cases, in percent. */
export function passRate(view: ProjectView, phases: readonly string[] | null): Measurement {
  const totals = testTotals(view, phases)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { passed, executed, lastDate } = totals
  if (executed === 0)
    return notMeasurable('NO_TESTS_EXECUTED', FACTS, { numerator: passed, denominator: 0, lastDate })
  return ratio(passed, executed, 100, { lastDate, facts: FACTS })
}
