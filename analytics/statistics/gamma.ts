import { lowerSeries, upperFraction } from './incomplete-gamma.ts'
import { stirlingError } from './log-gamma.ts'

const EPSILON = 2 ** -53

/** x^a e^-x / Γ(a + 1), without the loss of a difference of large logarithms. */
function prefactor(a: number, x: number): number {
  const deviation = (x - a) / a
  const small = Math.abs(deviation) < 0.5
  const excess = small ? deviation - Math.log1p(deviation) : deviation - Math.log(x / a)
  return Math.exp(-a * excess - stirlingError(a)) / Math.sqrt(2 * Math.PI * a)
}

/** Both tails of the gamma distribution of shape a and scale 1 at x, each as precise as a double can hold it. */
export function gammaTails(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x < a + 1) {
    const lower = lowerSeries(a, x) * prefactor(a, x)
    return { lower, upper: 1 - lower }
  }
  const upper = upperFraction(a, x) * a * prefactor(a, x)
  return { lower: 1 - upper, upper }
}

/** Where the search starts: the cube root of gamma is nearly normal (Wilson & Hilferty 1931). */
function startOf(a: number, deviate: number): number {
  const cube = 1 - 1 / (9 * a) + deviate / (3 * Math.sqrt(a))
  return Math.max(a * cube ** 3, a * 1e-8)
}

/** Rough standard normal quantile, to 5e-4 (A&S 26.2.23): it only says where to start. */
function normalDeviate(p: number): number {
  const tail = Math.min(p, 1 - p)
  const t = Math.sqrt(-2 * Math.log(tail))
  const fraction =
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  return p < 0.5 ? fraction - t : t - fraction
}

/**
 * Quantile of the gamma distribution of shape a and scale 1: the x with P(a, x) = p. Newton steps within a bracket,
 * on the smaller tail, until x no longer changes; chi-square quantiles are twice those of a = degrees / 2.
 *
 * @throws {RangeError} unless a > 0 and 0 < p < 1
 * @example
 * 2 * gammaQuantile(1, 0.975) // 7.3777589…, the chi-square quantile of 2 degrees of freedom
 */
export function gammaQuantile(a: number, p: number): number {
  if (!(a > 0 && p > 0 && p < 1)) throw new RangeError(`gammaQuantile: needs a > 0 and 0 < p < 1`)
  let low = 0
  let high = Infinity
  let x = startOf(a, normalDeviate(p))
  for (let step = 0; step < 200; step += 1) {
    const { lower, upper } = gammaTails(a, x)
    const error = p < 0.5 ? lower - p : 1 - p - upper
    if (error > 0) high = x
    else low = x
    const density = (prefactor(a, x) * a) / x
    const newton = x - error / density
    const middle = high === Infinity ? x * 2 : (low + high) / 2
    const next = newton > low && newton < high ? newton : middle
    if (Math.abs(next - x) <= 4 * EPSILON * x) return next
    x = next
  }
  return x
}
