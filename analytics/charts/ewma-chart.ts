import {
  type ControlChart,
  deviationOf,
  deviations,
  meanRate,
  pointOf,
  type Subgroup,
} from './control-chart.ts'

export interface EwmaOptions {
  /** Weight λ of the newest value, above 0 to 1. */
  readonly weight?: number
  /** Width L of the limits in standard deviations. */
  readonly width?: number
}

/**
 * EWMA chart: E(i) = λ x(i) + (1 - λ) E(i-1), E(0) = target; limits target ± L s √(λ / (2 - λ) (1 - (1 - λ)^2i)).
 * The target is the mean rate; λ = 0.2 and L = 3 unless given. s is the sample standard deviation (n - 1): the counts
 * of bugs scatter more than Poisson's. With unequal exposures k each value has its own, s(z) √(ū / k), and the limits
 * are those of their weighted sum, which for equal exposures is the formula above.
 */
export function ewmaChart(subgroups: readonly Subgroup[], options: EwmaOptions = {}): ControlChart {
  const { weight = 0.2, width = 3 } = options
  const centre = meanRate(subgroups)
  const spread = deviationOf(deviations(subgroups))
  let average = centre
  let variance = 0
  const points = subgroups.map(({ label, count, exposure }) => {
    average = weight * (count / exposure) + (1 - weight) * average
    variance = weight ** 2 * (centre / exposure) + (1 - weight) ** 2 * variance
    if (spread === null) return pointOf(label, average, null, null)
    const half = width * spread * Math.sqrt(variance)
    return pointOf(label, average, centre - half, centre + half)
  })
  return { centre, points }
}
