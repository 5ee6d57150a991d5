import {
  type ControlChart,
  meanRate,
  pointOf,
  spreadOf,
  type Subgroup,
  type Target,
} from './control-chart.ts'

export interface EwmaOptions extends Target {
  /** Weight λ of the newest value, above 0 to 1. */
  readonly lambda?: number
  /** Width L of the limits in standard deviations. */
  readonly limit?: number
}

/**
 * EWMA chart: E(i) = λ x(i) + (1 - λ) E(i-1), E(0) = target; limits target ± L s √(λ / (2 - λ) (1 - (1 - λ)^2i)).
 * λ = 0.2, L = 3, and the mean rate as target unless given. Without a given sigma, s is the sample standard deviation
 * (n - 1): the counts of bugs scatter more than Poisson's. With unequal exposures k each value has its own, s / √k,
 * and the limits are those of their weighted sum, which for equal exposures is the formula above.
 *
 * @see Roberts, Technometrics 1, 1959; Lucas & Saccucci, Technometrics 32, 1990
 */
export function ewmaChart(subgroups: readonly Subgroup[], options: EwmaOptions = {}): ControlChart {
  const { lambda = 0.2, limit = 3, target: centre = meanRate(subgroups) } = options
  const spread = options.sigma ?? spreadOf(subgroups)
  let average = centre
  let variance = 0
  const points = subgroups.map(({ label, count, exposure }) => {
    average = lambda * (count / exposure) + (1 - lambda) * average
    variance = lambda ** 2 / exposure + (1 - lambda) ** 2 * variance
    if (spread === null) return pointOf(label, average, null, null)
    const half = limit * spread * Math.sqrt(variance)
    return pointOf(label, average, centre - half, centre + half)
  })
  return { centre, points }
}
