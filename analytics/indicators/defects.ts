import type { Severity } from '../../schemas/facts/common.ts'
import { rateInterval } from '../statistics/intervals.ts'
import { type Defect, fromDefects, isUnresolved } from './found-defects.ts'
import { counted, type Measurement, notMeasurable, ratio } from './measurement.ts'
import { perSize, type SizeMeasure } from './size.ts'
import type { Slice } from './slice.ts'
import { hasExecuted, testTotals } from './test-totals.ts'

const TEST_FACTS = 'kind=tests.reported'

/** Number of unresolved defects of one severity. */
export function openDefects(slice: Slice, severity: Severity): Measurement {
  return fromDefects(slice, (found, rest) => {
    const open = found.filter((defect) => defect.data.severity === severity && isUnresolved(defect))
    return counted(open.length, { sampleSize: found.length, ...rest })
  })
}

/** A count / size with its exact Poisson interval. Not measurable while no test was executed. */
function density(
  slice: Slice,
  measure: SizeMeasure,
  found: readonly Defect[],
  count: number,
  rest: { lastDate: string | null; facts: string },
): Measurement {
  const known = { numerator: count, lastDate: rest.lastDate }
  if (!hasExecuted({ ...slice, component: null }))
    return notMeasurable('NO_TESTS_EXECUTED', TEST_FACTS, known)
  const components = found.map(({ data }) => data.component)
  return perSize(slice, measure, known, components, (size) =>
    ratio(count, size, 1, { ...rest, interval: rateInterval(count, size) }),
  )
}

/**
 * Defect density バグ密度 in symptoms 現象 = unique defects found / KSLOC or KFP. Not measurable while no test was
 * executed.
 */
export function defectDensity(slice: Slice, measure: SizeMeasure = 'ksloc'): Measurement {
  return fromDefects(slice, (found, rest) => density(slice, measure, found, found.length, rest))
}

/** Distinct causes; a defect whose cause nobody stated counts as one of its own. */
function distinctCauses(found: readonly Defect[]): number {
  const stated = found.map(({ data }) => data.cause).filter((cause) => cause !== undefined)
  return new Set(stated).size + found.length - stated.length
}

/**
 * Defect density in causes 原因 = distinct causes / KSLOC or KFP. IPA's medians of symptoms are 1.3 to 1.6 times as
 * large.
 */
export function causeDensity(slice: Slice, measure: SizeMeasure = 'ksloc'): Measurement {
  return fromDefects(slice, (found, rest) => {
    const isStated = found.some(({ data }) => data.cause !== undefined)
    if (found.length > 0 && !isStated) return notMeasurable('NO_CAUSES', rest.facts, rest)
    return density(slice, measure, found, distinctCauses(found), rest)
  })
}

/** Defect detection rate 不具合検出率 = unique defects found / executed test cases x 100, with its Poisson interval. */
export function detectionRate(slice: Slice): Measurement {
  return fromDefects(slice, ({ length: found }, { facts }) => {
    const totals = testTotals(slice)
    if (totals === null) return notMeasurable('NO_TESTS', TEST_FACTS, { numerator: found })
    const { executed, lastDate } = totals
    const known = { numerator: found, denominator: 0, lastDate }
    if (executed === 0) return notMeasurable('NO_TESTS_EXECUTED', TEST_FACTS, known)
    return ratio(found, executed, 100, { lastDate, facts, interval: rateInterval(found, executed, 100) })
  })
}

/** Defect detection rate per hour = unique defects found / hours of test execution, with its Poisson interval. */
export function detectionRatePerHour(slice: Slice): Measurement {
  return fromDefects(slice, ({ length: found }, { facts }) => {
    const totals = testTotals(slice)
    if (totals === null) return notMeasurable('NO_TESTS', TEST_FACTS, { numerator: found })
    const { testHours, lastDate } = totals
    const known = { numerator: found, denominator: testHours, lastDate }
    if (testHours === null || testHours === 0) return notMeasurable('NO_TEST_HOURS', TEST_FACTS, known)
    return ratio(found, testHours, 1, { lastDate, facts, interval: rateInterval(found, testHours) })
  })
}
