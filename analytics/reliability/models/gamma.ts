import { gammaln } from 'simple-statistics'
import { gammaTails, type GammaTails } from '../special/incomplete-gamma.ts'
import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, STARTING_SHAPES, type Model } from './model.ts'
import { expandFamily } from '../derivatives/exponential-family.ts'
import { lowerGammaJet } from '../special/lower-gamma-jet.ts'
import { polygamma } from '../special/polygamma.ts'

/**
 * Gamma: F(t) = P(shape, rate t), the regularised lower incomplete gamma function. It contains goel-okumoto
 * (shape 1) and delayed-s-shaped (shape 2).
 */
export const gamma: Model = {
  name: 'gamma',
  finite: true,
  containsGoelOkumoto: false,
  coordinates: [logarithmic(STARTING_SHAPES, -5, 9), logarithmic(STARTING_RATES)],
  shapeAt: ([logShape = 0, logRate = 0]) => {
    const shape = Math.exp(logShape)
    const rate = Math.exp(logRate)
    const tails = gammaTails(shape)
    // Intervals follow each other: the end of one is mostly the beginning of the next.
    let lastTime = -1
    let lastTails: GammaTails = { logLower: -Infinity, logUpper: 0 }
    return {
      logTotal: tails(rate).logLower,
      logDensity: ({ count, sum, sumOfLogs }) =>
        count * (shape * logRate - gammaln(shape)) + (shape - 1) * sumOfLogs - rate * sum,
      logIncrement: (from, to) => {
        const start = from === lastTime ? lastTails : tails(rate * from)
        const end = tails(rate * to)
        lastTime = to
        lastTails = end
        return start.logUpper < start.logLower
          ? start.logUpper + logOneMinusExp(start.logUpper - end.logUpper)
          : end.logLower + logOneMinusExp(end.logLower - start.logLower)
      },
    }
  },
  expand: ([logShape = 0, logRate = 0], data) => {
    const shape = Math.exp(logShape)
    const rate = Math.exp(logRate)
    const { digamma, trigamma } = polygamma(shape)
    const { count, sum, sumOfLogs } = data.exact
    return expandFamily(
      data,
      {
        eta1: shape - 1,
        eta2: -rate,
        statistics: 'log-linear',
        normalizer: {
          value: gammaln(shape) - shape * logRate,
          d1: digamma - logRate,
          d2: shape / rate,
          d11: trigamma,
          d12: 1 / rate,
          d22: shape / (rate * rate),
        },
        fromZero: (time) => lowerGammaJet(shape, rate, time),
      },
      { count, sum1: sumOfLogs, sum2: sum },
      {
        eta1: { value: shape - 1, d1: shape, d2: 0, d11: shape, d12: 0, d22: 0 },
        eta2: { value: -rate, d1: 0, d2: -rate, d11: 0, d12: 0, d22: -rate },
      },
    )
  },
  parameters: ([logShape = 0, logRate = 0], logEnd) => ({
    shape: Math.exp(logShape),
    rate: Math.exp(logRate - logEnd),
  }),
}
