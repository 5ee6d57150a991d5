import { map, ratio, type Measure } from './measure.ts'
import { discreteOf, type BaseQuantities } from './quantities.ts'

/** CPI = EV / AC, over all work. */
export function costPerformance(quantities: BaseQuantities): Measure {
  if (quantities.budgetAtCompletion === 0) return 'NO_BASELINE'
  return ratio(quantities.earnedValue, quantities.actualCost ?? 'UNIT_MIX', 'NO_ACTUAL_COST')
}

/** SPI = EV / PV, over discrete work. */
export function schedulePerformance(quantities: BaseQuantities): Measure {
  return map(scheduleVariance(quantities), () => {
    const { earnedValue, plannedValue } = discreteOf(quantities)
    return ratio(earnedValue, plannedValue, 'NO_PLANNED_VALUE')
  })
}

/** SV = EV - PV, over discrete work. */
export function scheduleVariance(quantities: BaseQuantities): Measure {
  if (quantities.budgetAtCompletion === 0) return 'NO_BASELINE'
  const { earnedValue, plannedValue, budgetAtCompletion } = discreteOf(quantities)
  return budgetAtCompletion === 0 ? 'NO_DISCRETE_WORK' : earnedValue - plannedValue
}
