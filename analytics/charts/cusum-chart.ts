import {
  type ControlChart,
  meanRate,
  pointOf,
  spreadOf,
  type Subgroup,
  type Target,
} from './control-chart.ts'

export interface CusumOptions extends Target {
  /** Reference value k: half of the shift to be found, in standard deviations. */
  readonly k?: number
  /** Decision value h, in standard deviations. */
  readonly h?: number
}

/** Both sums after each subgroup. */
export interface CusumSums {
  readonly high: number
  readonly low: number
}

/**
 * C+ = max(0, C+ + z - k) and C- = max(0, C- - z - k), with z = (x - target) √exposure / s in standard deviations. The
 * mean rate is the target and s the sample standard deviation unless given.
 *
 * @see Page, Biometrika 41, 1954; Montgomery, Introduction to Statistical Quality Control, 9.1
 */
export function cusumSums(subgroups: readonly Subgroup[], options: CusumOptions = {}): readonly CusumSums[] {
  const { k = 0.5, target = meanRate(subgroups) } = options
  const spread = options.sigma ?? spreadOf(subgroups)
  let [high, low] = [0, 0]
  return subgroups.map(({ count, exposure }) => {
    const z =
      spread === null || spread === 0 ? 0 : ((count / exposure - target) * Math.sqrt(exposure)) / spread
    high = Math.max(0, high + z - k)
    low = Math.max(0, low - z - k)
    return { high, low }
  })
}

/**
 * CUSUM chart of the subgroups' rates, k = 0.5 and h = 5 unless given. The value is the larger of the two sums, that
 * of a fall with a minus sign; limits are ±h and the centre is 0, so a signal tells the direction of the shift.
 */
export function cusumChart(subgroups: readonly Subgroup[], options: CusumOptions = {}): ControlChart {
  const { h = 5 } = options
  const points = cusumSums(subgroups, options).map(({ high, low }, index) =>
    pointOf(subgroups[index]?.label ?? '', high >= low ? high : -low, -h, h),
  )
  return { centre: 0, points }
}
