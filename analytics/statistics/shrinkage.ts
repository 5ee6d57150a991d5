import { gammaQuantile } from './gamma.ts'
import { type Interval, rateInterval, TAIL } from './intervals.ts'

/** Something counted over an exposure: defects of a module and its KSLOC. */
export interface Counted {
  readonly count: number
  readonly exposure: number
}

/** A gamma prior of rates: mean shape / rate. A null prior says that all units share one rate. */
export interface GammaPrior {
  readonly shape: number
  readonly rate: number
}

/** Rate of all units together: the sum of the counts over the sum of the exposures; null without exposure. */
export function pooledRate(units: readonly Counted[]): number | null {
  const exposure = units.reduce((sum, unit) => sum + unit.exposure, 0)
  return exposure > 0 ? units.reduce((sum, unit) => sum + unit.count, 0) / exposure : null
}

/**
 * The gamma distribution that the units' true rates come from, by moments: the variance between units is what is
 * left of the squared deviations, weighted by exposure, after what Poisson counts bring with them,
 * `v = (Σ k (u - ū)² - (n - 1) ū) / (K - Σ k² / K)` (Marshall, Applied Statistics 40, 1991); shape = ū² / v,
 * rate = ū / v. Null when the units differ no more than by chance, or fewer than two have exposure.
 */
export function gammaPrior(units: readonly Counted[]): GammaPrior | null {
  const exposed = units.filter((unit) => unit.exposure > 0)
  const mean = pooledRate(exposed)
  if (mean === null || mean === 0 || exposed.length < 2) return null
  const total = exposed.reduce((sum, { exposure }) => sum + exposure, 0)
  const squares = exposed.reduce(
    (sum, { count, exposure }) => sum + exposure * (count / exposure - mean) ** 2,
    0,
  )
  const spread = total - exposed.reduce((sum, { exposure }) => sum + exposure ** 2, 0) / total
  const variance = (squares - (exposed.length - 1) * mean) / spread
  return variance > 0 ? { shape: mean ** 2 / variance, rate: mean / variance } : null
}

/** A rate and its 95 % interval. */
export interface Estimate {
  readonly rate: number
  readonly interval: Interval
}

/**
 * The rate of each unit shrunk towards the rate of all, `(count + shape) / (exposure + rate)`: the less exposure, the
 * nearer to the common rate, so that a ranking is not led by the smallest units. The interval is that of the gamma
 * distribution which is left after the unit was seen, of shape `count + shape` and rate `exposure + rate`. Units that
 * differ by chance only have the common rate with its exact Poisson interval; null when no unit has exposure.
 */
export function shrunkRates(units: readonly Counted[]): readonly Estimate[] | null {
  const exposed = units.filter((unit) => unit.exposure > 0)
  const mean = pooledRate(exposed)
  if (mean === null) return null
  const prior = gammaPrior(exposed)
  if (prior === null) {
    const count = exposed.reduce((sum, unit) => sum + unit.count, 0)
    const exposure = exposed.reduce((sum, unit) => sum + unit.exposure, 0)
    const common = { rate: mean, interval: rateInterval(count, exposure) }
    return units.map(() => common)
  }
  return units.map(({ count, exposure }) => {
    const [shape, rate] = [count + prior.shape, exposure + prior.rate]
    const interval: Interval = [gammaQuantile(shape, TAIL) / rate, gammaQuantile(shape, 1 - TAIL) / rate]
    return { rate: shape / rate, interval }
  })
}
