import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'
import { addOne, incrementExpansion } from '../derivatives/one-rate.ts'

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
  expand: ([logRate = 0], data) => {
    const rate = Math.exp(logRate)
    const expansion = incrementExpansion(data, (sum, weight, from, to) => {
      const width = rate * (to - from)
      const first = width / Math.expm1(width)
      const fall = -rate * from
      addOne(sum, weight, fall + logOneMinusExp(width), fall + first, fall + first * (1 - width - first))
    })
    const { count, sum } = data.exact
    addOne(expansion.terms, 1, count * logRate - rate * sum, count - rate * sum, -rate * sum)
    return expansion
  },
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
