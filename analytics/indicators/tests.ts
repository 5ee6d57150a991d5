import { type Interval, wilsonInterval } from '../statistics/intervals.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import { perSize } from './size.ts'
import type { Slice } from './slice.ts'
import {
  newestReports,
  reportSeries,
  testReports,
  testTotals,
  type TestTotals,
  withoutDoubleCounting,
} from './test-totals.ts'

const FACTS = 'kind=tests.reported'

/** Cases / KSLOC. A complete count of what people decided to do, no sample: it has no interval. */
function density(slice: Slice, casesOf: (totals: TestTotals) => number | null): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { lastDate } = totals
  const cases = casesOf(totals)
  if (cases === null) return notMeasurable('NO_AUTOMATED_COUNT', FACTS, { lastDate })
  const known = { numerator: cases, lastDate }
  return perSize(slice, known, (ksloc) => ratio(cases, ksloc, 1, { lastDate, facts: FACTS }))
}

/** Test density テスト密度 = executed test cases / KSLOC. */
export const testDensity = (slice: Slice): Measurement => density(slice, ({ executed }) => executed)

/** Planned test density = planned test cases / KSLOC. */
export const plannedTestDensity = (slice: Slice): Measurement => density(slice, ({ planned }) => planned)

/** Automated test density = automated test cases / KSLOC; not measurable when a report leaves them out. */
export const automatedTestDensity = (slice: Slice): Measurement =>
  density(slice, ({ automated }) => automated)

/** Test consumption rate テスト消化率 = executed / planned test cases, in percent. A complete count: no interval. */
export function testConsumption(slice: Slice): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const { executed, planned, lastDate } = totals
  if (planned === 0)
    return notMeasurable('NO_TESTS_PLANNED', FACTS, { numerator: executed, denominator: 0, lastDate })
  return ratio(executed, planned, 100, { lastDate, facts: FACTS })
}

/**
 * Actual against plan of the tests = executed / the largest number of cases ever planned, in percent; of each phase
 * and component its own largest. A plan that was cut to reach a consumption of 100 % does not reach it here.
 */
export function testPlanKept(slice: Slice): Measurement {
  const totals = testTotals(slice)
  if (totals === null) return notMeasurable('NO_TESTS', FACTS)
  const largest = new Map<string, number>()
  for (const report of testReports(slice)) {
    const series = reportSeries(report)
    largest.set(series, Math.max(largest.get(series) ?? 0, report.data.planned))
  }
  const counted = withoutDoubleCounting(newestReports(testReports(slice)))
  const planned = counted.reduce((sum, report) => sum + (largest.get(reportSeries(report)) ?? 0), 0)
  const { executed, lastDate } = totals
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
