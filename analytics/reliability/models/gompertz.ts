import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'

/**
 * Gompertz truncated at 0: F(t) = (G(t) - G(0)) / (1 - G(0)), G(t) = exp(-c e^(-b t)). As c -> 0 it is goel-okumoto.
 * The curve K a^(k^t) usual in Japan has k = e^-b, a = e^-c, K = omega / (1 - e^-c) and does not begin at 0.
 */
export const gompertz: Model = {
  name: 'gompertz',
  finite: true,
  containsGoelOkumoto: true,
  coordinates: [logarithmic([0.1, 1, 3, 10, 40, 300], -14, 20), logarithmic(STARTING_RATES.slice(1))],
  shapeAt: ([logC = 0, logRate = 0]) => {
    const c = Math.exp(logC)
    const rate = Math.exp(logRate)
    const logAfterZero = logOneMinusExp(c)
    const logIncrement = (from: number, to: number) =>
      -c * Math.exp(-rate * to) +
      logOneMinusExp(-c * Math.exp(-rate * from) * Math.expm1(-rate * (to - from))) -
      logAfterZero
    return {
      logTotal: logIncrement(0, 1),
      logDensity: ({ count, values, sum }) => {
        let total = count * (logC + logRate - logAfterZero) - rate * sum
        for (const time of values) total -= c * Math.exp(-rate * time)
        return total
      },
      logIncrement,
    }
  },
  parameters: ([logC = 0, logRate = 0], logEnd) => ({ c: Math.exp(logC), b: Math.exp(logRate - logEnd) }),
}
