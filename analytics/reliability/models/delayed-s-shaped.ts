import { logarithmic, STARTING_RATES, type Model } from './model.ts'
import { addOne, incrementExpansion } from '../derivatives/one-rate.ts'

/** 1 - (1 + x) e^-x = x^2/2 - x^3/3 + x^4/8 - ..., without cancellation for small x. */
function lowerGammaTwo(x: number): number {
  if (x > 0.5) return x === Infinity ? 1 : 1 - (1 + x) * Math.exp(-x)
  let power = x
  let sum = 0
  for (let k = 2; k <= 16; k += 1) {
    power *= -x / k
    sum -= (k - 1) * power
  }
  return sum
}

/**
 * Delayed S-shaped: F(t) = 1 - (1 + b t) e^(-b t), a gamma distribution of shape 2.
 *
 * @see Yamada, Ohba & Osaki (1983), IEEE Transactions on Reliability R-32
 */
export const delayedSShaped: Model = {
  name: 'delayed-s-shaped',
  finite: true,
  containsGoelOkumoto: false,
  coordinates: [logarithmic(STARTING_RATES)],
  shapeAt: ([logRate = 0]) => {
    const rate = Math.exp(logRate)
    return {
      logTotal: Math.log(lowerGammaTwo(rate)),
      logDensity: ({ count, sum, sumOfLogs }) => 2 * count * logRate + sumOfLogs - rate * sum,
      logIncrement: (from, to) => {
        const width = rate * (to - from)
        return -rate * from + Math.log(lowerGammaTwo(width) - rate * from * Math.expm1(-width))
      },
    }
  },
  expand: ([logRate = 0], data) => {
    const rate = Math.exp(logRate)
    const expansion = incrementExpansion(data, (sum, weight, from, to) => {
      const fall = Math.exp(-rate * (to - from))
      const share = lowerGammaTwo(rate * (to - from)) - rate * from * Math.expm1(-rate * (to - from))
      // The derivatives of D = (1 + r a) e^-ra - (1 + r b) e^-rb, over D, with e^-ra taken out of both.
      const first = (rate * (to * to * fall - from * from)) / share
      const second =
        (to * to * fall * (1 - rate * to) - from * from * (1 - rate * from)) / share - first * first
      const value = Math.log(share) - rate * from
      addOne(sum, weight, value, rate * first, rate * first + rate * rate * second)
    })
    const { count, sum, sumOfLogs } = data.exact
    const first = 2 * count - rate * sum
    addOne(expansion.terms, 1, 2 * count * logRate + sumOfLogs - rate * sum, first, -rate * sum)
    return expansion
  },
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
