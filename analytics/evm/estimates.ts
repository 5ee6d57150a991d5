import { map, map2, measured, type Measure, type Measured } from './measure.ts'
import { costPerformance, schedulePerformance } from './performance.ts'
import { assertQuantities, isEarned, isEarnedAboveBudget, type BaseQuantities } from './quantities.ts'

/** The performance factor that the remaining work is expected to run at. */
type PerformanceFactor =
  /** 1: what went wrong was a one-off; the optimistic bound. */
  | 'plannedRate'
  /** CPI: past cost efficiency continues; the default. */
  | 'costIndex'
  /** SPI: schedule pressure drives the cost; becomes `plannedRate` at the end, when SPI -> 1. */
  | 'scheduleIndex'
  /** SCI = SPI * CPI: a fixed date must be met while both are bad; the pessimistic bound. */
  | 'scheduleCostIndex'
  /** 0.8 CPI + 0.2 SPI: weights by convention. */
  | 'composite'
  /** SPI(t), which keeps its meaning after the planned finish. */
  | 'timeIndex'
  /** SCI(t) = SPI(t) * CPI. */
  | 'timeCostIndex'
  /** 0.8 CPI + 0.2 SPI(t). */
  | 'timeComposite'

/** EAC by performance factor; [plannedRate, costIndex, scheduleCostIndex] is the range to show. */
export type EstimatesAtCompletion = Measured<PerformanceFactor>

const COST_WEIGHT = 0.8

/**
 * EAC = AC + (BAC - EV) / PF for one performance factor. With EV = BAC nothing remains, so EAC = AC whatever
 * the factor; with EV > BAC the data is wrong and nothing can be forecast.
 */
export function estimate(quantities: BaseQuantities, factor: Measure): Measure {
  const { budgetAtCompletion: budget, earnedValue, actualCost } = quantities
  if (budget === 0) return 'NO_BASELINE'
  if (isEarnedAboveBudget(quantities)) return 'EARNED_ABOVE_BUDGET'
  return map(actualCost ?? 'UNIT_MIX', (spent) => {
    if (isEarned(quantities)) return spent
    return map(factor, (rate) => (rate > 0 ? spent + (budget - earnedValue) / rate : 'NO_EARNED_VALUE'))
  })
}

/**
 * The eight estimates at completion, EAC = AC + (BAC - EV) / PF.
 *
 * Published evidence treats EAC(CPI) as a lower bound for troubled programmes (Christensen & Rees 2002), and
 * CPI settles only at 55 to 70 % complete (Kim 2019; Defense ARJ 2025): show %complete beside a forecast.
 *
 * @param timeIndex SPI(t) of earned schedule, or why it is not measurable
 * @see DAU Gold Card; ProTrack (OR-AS)
 * @throws {RangeError} when a quantity is not finite, or PV, EV or BAC is negative
 * @example
 * const quantities = { budgetAtCompletion: 1000, plannedValue: 500, earnedValue: 400, actualCost: 500 }
 * estimatesAtCompletion(quantities, 0.9) // plannedRate: 1100, costIndex: 1250, …
 */
export function estimatesAtCompletion(quantities: BaseQuantities, timeIndex: Measure): EstimatesAtCompletion {
  assertQuantities('estimatesAtCompletion', quantities)
  const cost = costPerformance(quantities)
  const schedule = schedulePerformance(quantities)
  const product = (index: Measure) => map2(index, cost, (s, c) => s * c)
  const composite = (index: Measure) => map2(cost, index, (c, s) => COST_WEIGHT * c + (1 - COST_WEIGHT) * s)
  return measured({
    plannedRate: estimate(quantities, 1),
    costIndex: estimate(quantities, cost),
    scheduleIndex: estimate(quantities, schedule),
    scheduleCostIndex: estimate(quantities, product(schedule)),
    composite: estimate(quantities, composite(schedule)),
    timeIndex: estimate(quantities, timeIndex),
    timeCostIndex: estimate(quantities, product(timeIndex)),
    timeComposite: estimate(quantities, composite(timeIndex)),
  })
}
