import { type Interval, wilsonInterval } from '../statistics/intervals.ts'
import type { FactHistory } from './history.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import { perSize, type SizeMeasure } from './size.ts'
import type { Slice } from './slice.ts'
import { countedReports, reportSeries, testSeries, testTotals, type TestTotals } from './test-totals.ts'

const FACTS = 'kind=tests.reported'

/** Which cases a density counts. */
export type CaseCount = 'planned' | 'executed' | 'automated'

/**
 * Test density テスト密度 = executed, planned or automated test cases / KSLOC or KFP. A complete count of what people
 * decided to do, no sample: it has no interval. Not measurable for automated cases when a report leaves them out.
 */
export function testDensity(
  slice: Slice,
  cases: CaseCount = 'executed',
  measure: SizeMeasure = 'ksloc',
): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { lastDate } = totals
  const count = totals[cases]
  if (count === null) return notMeasurable('NO_AUTOMATED_COUNT', FACTS, { lastDate })
  const components = countedReports(slice).map(({ data }) => data.component)
  return perSize(slice, measure, { numerator: count, lastDate }, components, (size) =>
    ratio(count, size, 1, { lastDate, facts: FACTS }),
  )
}

/** Test consumption rate テスト消化率 = executed / planned test cases, in percent. A complete count: no interval. */
export function testConsumption(slice: Slice): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { executed, planned, lastDate } = totals
  if (planned === 0)
    return notMeasurable('NO_TESTS_PLANNED', FACTS, { numerator: executed, denominator: 0, lastDate })
  return ratio(executed, planned, 100, { lastDate, facts: FACTS })
}

/** The largest number of cases ever planned by series, of every version of every report that was not taken back. */
function largestPlans(history: FactHistory): ReadonlyMap<string, number> {
  const largest = new Map<string, number>()
  const withdrawn = new Set<string>()
  for (const { key, data } of history.of('tests.reported')) {
    if (data.retracted === true) withdrawn.add(key)
    else withdrawn.delete(key)
  }
  for (const report of history.of('tests.reported')) {
    if (withdrawn.has(report.key)) continue
    const series = reportSeries(report)
    largest.set(series, Math.max(largest.get(series) ?? 0, report.data.planned))
  }
  return largest
}

/** The largest number of cases that was ever planned for a phase, or for a component in it. */
export function largestPlan({ view }: Slice, series: string, reported: readonly number[]): number {
  const before = view.history?.derived(largestPlans).get(series) ?? 0
  return reported.reduce((most, planned) => Math.max(most, planned), before)
}

/**
 * Actual against plan of the tests = executed / the largest number of cases ever planned, in percent; of each phase
 * and component its own largest, in whatever version of a report. A plan that was cut to reach a consumption of 100 %
 * does not reach it here, nor do cases beyond the plan of one component stand for missing ones of another.
 */
export function testPlanKept(slice: Slice): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const plans = new Map(
    testSeries(slice).flatMap(({ reports }) => {
      const [first] = reports
      if (first === undefined) return []
      const series = reportSeries(first)
      const reported = reports.map(({ data }) => data.planned)
      return [[series, largestPlan(slice, series, reported)] as const]
    }),
  )
  let [executed, planned] = [0, 0]
  for (const report of countedReports(slice)) {
    const largest = plans.get(reportSeries(report)) ?? 0
    executed += Math.min(report.data.executed, largest)
    planned += largest
  }
  const { lastDate } = totals
  if (planned === 0)
    return notMeasurable('NO_TESTS_PLANNED', FACTS, { numerator: executed, denominator: 0, lastDate })
  return ratio(executed, planned, 100, { lastDate, facts: FACTS })
}

/** Wilson's interval in percent, as long as the executed cases are a sample of the planned ones. */
function passInterval({ passed, executed, planned }: TestTotals): { interval: Interval } | undefined {
  if (executed >= planned || passed > executed) return undefined
  const [lower, upper] = wilsonInterval(passed, executed)
  return { interval: [100 * lower, 100 * upper] }
}

/**
 * Pass rate = passed / executed test cases, in percent. While cases remain, the executed ones are a sample of the
 * planned ones and the rate has an interval; when all are executed it is a complete count and has none.
 */
export function passRate(slice: Slice): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { passed, executed, lastDate } = totals
  if (executed === 0)
    return notMeasurable('NO_TESTS_EXECUTED', FACTS, { numerator: passed, denominator: 0, lastDate })
  return ratio(passed, executed, 100, { lastDate, facts: FACTS, ...passInterval(totals) })
}
