import { gammaln } from 'simple-statistics'
import { lowerSeries, upperFraction } from '../../statistics/incomplete-gamma.ts'

/** The regularised incomplete gamma functions at one point; both are kept so that neither tail is lost. */
export interface GammaTails {
  /** ln P(a, x), the lower tail. */
  readonly logLower: number
  /** ln Q(a, x), the upper tail. */
  readonly logUpper: number
}

/**
 * ln P(a, x) and ln Q(a, x) for one shape a > 0: a function of x >= 0, with what depends on a computed once.
 *
 * The tail that is not the smaller one comes from the other: ln(1 - e^tail). Accurate to about 1e-13 relative.
 *
 * @see Abramowitz & Stegun 6.5.29 and 6.5.31
 * @example
 * gammaTails(1)(2).logUpper // -2: P(1, x) = 1 - e^-x
 */
export function gammaTails(a: number): (x: number) => GammaTails {
  const logGammaNext = gammaln(a + 1)
  const logA = Math.log(a)
  return (x) => {
    if (x <= 0) return { logLower: -Infinity, logUpper: 0 }
    if (x === Infinity) return { logLower: 0, logUpper: -Infinity }
    const logFront = a * Math.log(x) - x - logGammaNext
    if (x < a + 1) {
      const logLower = Math.min(0, logFront + Math.log(lowerSeries(a, x)))
      return { logLower, logUpper: Math.log1p(-Math.exp(logLower)) }
    }
    const logUpper = Math.min(0, logFront + logA + Math.log(upperFraction(a, x)))
    return { logLower: Math.log1p(-Math.exp(logUpper)), logUpper }
  }
}

/** The probability that a chi-squared variable of some degrees of freedom exceeds a value: Q(k / 2, x / 2). */
export function chiSquaredSurvival(value: number, degreesOfFreedom: number): number {
  return Math.exp(gammaTails(degreesOfFreedom / 2)(value / 2).logUpper)
}
