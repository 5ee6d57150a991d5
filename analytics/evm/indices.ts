import { estimate } from './estimates.ts'
import { map, map2, measured, ratio, type Measure, type Measured } from './measure.ts'
import { costPerformance, schedulePerformance, scheduleVariance } from './performance.ts'
import {
  assertQuantities,
  discreteOf,
  isEarned,
  isEarnedAboveBudget,
  type BaseQuantities,
} from './quantities.ts'

type IndexName =
  | 'scheduleVariance'
  | 'scheduleVarianceRatio'
  | 'costVariance'
  | 'costVarianceRatio'
  | 'schedulePerformanceIndex'
  | 'costPerformanceIndex'
  | 'scheduleCostIndex'
  | 'percentComplete'
  | 'percentSpent'
  | 'estimateToComplete'
  | 'varianceAtCompletion'
  | 'varianceAtCompletionRatio'
  | 'toCompletePerformanceIndexBudget'
  | 'toCompletePerformanceIndexEstimate'

/** Indices and variances at one status date. Ratios are ratios: 0.35, not 35. */
export type PerformanceIndices = Measured<IndexName>

/**
 * TCPI = (BAC - EV) / (target - AC): the cost efficiency the rest of the work needs to end at the target,
 * which is the budget or an estimate.
 *
 * A negative TCPI would look small although it means impossible, so it is not measurable instead.
 *
 * @see DAU Gold Card; Lipke, Measurable News 2016: above 1.10 recovery is not plausible
 */
export function toCompletePerformance(
  quantities: BaseQuantities,
  target: 'budget' | { estimate: Measure },
): Measure {
  const { budgetAtCompletion, earnedValue, actualCost } = quantities
  if (budgetAtCompletion === 0) return 'NO_BASELINE'
  if (isEarnedAboveBudget(quantities)) return 'EARNED_ABOVE_BUDGET'
  if (isEarned(quantities)) return 'COMPLETE'
  const [total, otherwise] =
    target === 'budget'
      ? [budgetAtCompletion, 'BUDGET_NOT_ATTAINABLE' as const]
      : [target.estimate, 'ESTIMATE_NOT_ATTAINABLE' as const]
  const left = map2(total, actualCost ?? 'UNIT_MIX', (all, spent) => all - spent)
  return ratio(budgetAtCompletion - earnedValue, left, otherwise)
}

/**
 * Earned value indices and variances at one status date.
 *
 * ```
 * SV = EV - PV      SV% = SV / PV      SPI = EV / PV       (discrete work only)
 * CV = EV - AC      CV% = CV / EV      CPI = EV / AC       (all work)
 * SCI = SPI * CPI   %complete = EV / BAC   %spent = AC / BAC
 * ETC = EAC - AC    VAC = BAC - EAC    TCPI(BAC), TCPI(EAC)  with EAC = BAC / CPI
 * ```
 * What cannot be measured is `null`, with the reason in `notMeasurable`: no baseline, no cost, nothing due
 * yet, a budget already spent (TCPI), work complete (TCPI).
 *
 * @see ANSI/EIA-748; DAU Gold Card; PMI Practice Standard for Earned Value Management
 * @throws {RangeError} when a quantity is not finite, or PV, EV or BAC is negative
 * @example
 * performanceIndices({ budgetAtCompletion: 100_000, plannedValue: 40_000, earnedValue: 35_000, actualCost: 36_000 })
 * // schedulePerformanceIndex: 0.875, costPerformanceIndex: 0.972, estimateToComplete: 66857.14
 */
export function performanceIndices(quantities: BaseQuantities): PerformanceIndices {
  assertQuantities('performanceIndices', quantities)
  const { budgetAtCompletion: budget, earnedValue } = quantities
  const cost: Measure = budget === 0 ? 'NO_BASELINE' : (quantities.actualCost ?? 'UNIT_MIX')
  const costIndex = costPerformance(quantities)
  const scheduleIndex = schedulePerformance(quantities)
  const variance = scheduleVariance(quantities)
  const costVariance = map(cost, (spent) => earnedValue - spent)
  const estimateAtCompletion = estimate(quantities, costIndex)
  const varianceAtCompletion = map(estimateAtCompletion, (all) => budget - all)
  return measured({
    scheduleVariance: variance,
    scheduleVarianceRatio: ratio(variance, discreteOf(quantities).plannedValue, 'NO_PLANNED_VALUE'),
    costVariance,
    costVarianceRatio: ratio(costVariance, earnedValue, 'NO_EARNED_VALUE'),
    schedulePerformanceIndex: scheduleIndex,
    costPerformanceIndex: costIndex,
    scheduleCostIndex: map2(scheduleIndex, costIndex, (spi, cpi) => spi * cpi),
    percentComplete: ratio(earnedValue, budget, 'NO_BASELINE'),
    percentSpent: ratio(cost, budget, 'NO_BASELINE'),
    estimateToComplete: map2(estimateAtCompletion, cost, (all, spent) => all - spent),
    varianceAtCompletion,
    varianceAtCompletionRatio: ratio(varianceAtCompletion, budget, 'NO_BASELINE'),
    toCompletePerformanceIndexBudget: toCompletePerformance(quantities, 'budget'),
    toCompletePerformanceIndexEstimate: toCompletePerformance(quantities, { estimate: estimateAtCompletion }),
  })
}
