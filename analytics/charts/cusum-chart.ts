import { type ControlChart, deviationOf, deviations, pointOf, type Subgroup } from './control-chart.ts'

export interface CusumOptions {
  /** Reference value k: half of the shift to be found, in standard deviations. */
  readonly reference?: number
  /** Decision value h, in standard deviations. */
  readonly decision?: number
}

/** Both sums after each subgroup. */
export interface CusumSums {
  readonly high: number
  readonly low: number
}

/** C+ = max(0, C+ + z - k) and C- = max(0, C- - z - k), with z in sample standard deviations from the mean. */
export function cusumSums(subgroups: readonly Subgroup[], reference = 0.5): readonly CusumSums[] {
  const z = deviations(subgroups)
  const spread = deviationOf(z)
  let [high, low] = [0, 0]
  return z.map((value) => {
    const step = spread === null || spread === 0 ? 0 : value / spread
    high = Math.max(0, high + step - reference)
    low = Math.max(0, low - step - reference)
    return { high, low }
  })
}

/**
 * CUSUM chart of the subgroups' rates, k = 0.5 and h = 5 unless given. The value is the larger of the two sums, that
 * of a fall with a minus sign; limits are ±h and the centre is 0, so a signal tells the direction of the shift.
 */
export function cusumChart(subgroups: readonly Subgroup[], options: CusumOptions = {}): ControlChart {
  const { reference = 0.5, decision = 5 } = options
  const points = cusumSums(subgroups, reference).map(({ high, low }, index) =>
    pointOf(subgroups[index]?.label ?? '', high >= low ? high : -low, -decision, decision),
  )
  return { centre: 0, points }
}
