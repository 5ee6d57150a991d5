import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'
import { hazardExpansion } from '../derivatives/hazard-family.ts'
import { addOne } from '../derivatives/one-rate.ts'

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
  expand: ([logC = 0, logRate = 0], data) => {
    const c = Math.exp(logC)
    const rate = Math.exp(logRate)
    const { count, sum } = data.exact
    const drift = rate * sum
    const logRates = {
      value: count * (logC + logRate) - drift,
      d1: count,
      d2: count - drift,
      d11: 0,
      d12: 0,
      d22: -drift,
    }
    const expansion = hazardExpansion(
      data,
      (time, _, jet) => {
        const power = rate * time
        const value = c * Math.exp(-power)
        jet.value = value
        jet.d1 = value
        jet.d11 = value
        jet.d2 = -power * value
        jet.d12 = -power * value
        jet.d22 = power * (power - 1) * value
      },
      logRates,
      true,
    )
    const first = c < 700 ? c / Math.expm1(c) : 0
    for (const [jet, weight] of [
      [expansion.terms, data.events],
      [expansion.total, 1],
    ] as const) {
      addOne(jet, -weight, logOneMinusExp(c), first, first === 0 ? 0 : first * (1 - c - first))
    }
    return expansion
  },
  parameters: ([logC = 0, logRate = 0], logEnd) => ({ c: Math.exp(logC), b: Math.exp(logRate - logEnd) }),
}
