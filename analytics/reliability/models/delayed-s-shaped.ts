import { logarithmic, STARTING_RATES, type Model } from './model.ts'

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
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
