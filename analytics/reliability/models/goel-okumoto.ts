import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'

/**
 * Goel-Okumoto: F(t) = 1 - e^(-b t). The detection rate falls from the first moment.
 *
 * @see Goel & Okumoto (1979), IEEE Transactions on Reliability R-28
 */
export const goelOkumoto: Model = {
  name: 'goel-okumoto',
  finite: true,
  containsGoelOkumoto: false,
  coordinates: [logarithmic(STARTING_RATES)],
  shapeAt: ([logRate = 0]) => {
    const rate = Math.exp(logRate)
    return {
      logTotal: logOneMinusExp(rate),
      logDensity: ({ count, sum }) => count * logRate - rate * sum,
      logIncrement: (from, to) => -rate * from + logOneMinusExp(rate * (to - from)),
    }
  },
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
