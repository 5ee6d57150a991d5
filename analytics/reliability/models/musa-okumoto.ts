import { logarithmic, STARTING_RATES, type Model } from './model.ts'

/**
 * Musa-Okumoto: m(t) = omega ln(1 + b t). Failures never end, so there is no residual and no convergence ratio.
 *
 * @see Musa & Okumoto (1984), A logarithmic Poisson execution time model
 */
export const musaOkumoto: Model = {
  name: 'musa-okumoto',
  finite: false,
  containsGoelOkumoto: false,
  coordinates: [logarithmic([...STARTING_RATES, 300, 3000])],
  shapeAt: ([logRate = 0]) => {
    const rate = Math.exp(logRate)
    return {
      logTotal: Math.log(Math.log1p(rate)),
      logDensity: ({ count, values }) => {
        let total = count * logRate
        for (const time of values) total -= Math.log1p(rate * time)
        return total
      },
      logIncrement: (from, to) => Math.log(Math.log1p((rate * (to - from)) / (1 + rate * from))),
    }
  },
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
