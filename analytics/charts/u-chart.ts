import { type ControlChart, deviations, meanRate, pointOf, type Subgroup } from './control-chart.ts'

/** Expected moving range of two standard normal values: d2 for n = 2. */
const MOVING_RANGE = 1.128

function limited(subgroups: readonly Subgroup[], sigma: number | null): ControlChart['points'] {
  const mean = meanRate(subgroups)
  return subgroups.map(({ label, count, exposure }) => {
    const half = sigma === null ? null : 3 * sigma * Math.sqrt(mean / exposure)
    const [lower, upper] = half === null ? [null, null] : [Math.max(0, mean - half), mean + half]
    return pointOf(label, count / exposure, lower, upper)
  })
}

/**
 * u chart: rates u = x / k around ū = Σx / Σk, limits ū ± 3 √(ū / k), the lower one at least 0. For counts over unequal
 * exposures that vary as Poisson counts do; `laneyChart` says whether they do.
 */
export function uChart(subgroups: readonly Subgroup[]): ControlChart {
  return { centre: meanRate(subgroups), points: limited(subgroups, 1) }
}

/**
 * Laney's σz = mean |z(i) - z(i-1)| / 1.128, from the moving range and not from the sample deviation of z, which a
 * shift of level would inflate. Null with fewer than two subgroups.
 */
export function laneySigma(subgroups: readonly Subgroup[]): number | null {
  const z = deviations(subgroups)
  if (z.length < 2) return null
  const ranges = z.slice(1).map((value, i) => Math.abs(value - (z[i] ?? 0)))
  return ranges.reduce((sum, range) => sum + range, 0) / ranges.length / MOVING_RANGE
}

/**
 * Laney's u' chart (Quality Engineering 14, 2002): limits ū ± 3 σz √(ū / k), the lower one at least 0. For
 * over-dispersed counts, such as bugs that come in clusters. Without limits while there is one subgroup only.
 */
export function laneyChart(subgroups: readonly Subgroup[]): ControlChart {
  const sigmaZ = laneySigma(subgroups)
  return { centre: meanRate(subgroups), sigmaZ, points: limited(subgroups, sigmaZ) }
}
