import { logOneMinusExp, softplus } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'
import { logisticExpansion } from '../derivatives/logistic-family.ts'

/**
 * Inflection S-shaped: F(t) = (1 - e^(-b t)) / (1 + psi e^(-b t)), psi >= 0: a logistic distribution truncated at 0.
 * At psi = 0 it is goel-okumoto.
 *
 * @see Ohba (1984), Inflection S-shaped software reliability growth model
 */
export const inflectionSShaped: Model = {
  name: 'inflection-s-shaped',
  finite: true,
  containsGoelOkumoto: true,
  coordinates: [logarithmic(STARTING_RATES.slice(1)), logarithmic([0.1, 1, 10, 100, 1000, 20_000], -14, 40)],
  shapeAt: ([logRate = 0, logPsi = 0]) => {
    const rate = Math.exp(logRate)
    const logOnePlusPsi = softplus(logPsi)
    const logIncrement = (from: number, to: number) =>
      logOnePlusPsi -
      rate * from +
      logOneMinusExp(rate * (to - from)) -
      softplus(logPsi - rate * from) -
      softplus(logPsi - rate * to)
    return {
      logTotal: logIncrement(0, 1),
      logDensity: ({ count, values, sum }) => {
        let total = count * (logRate + logOnePlusPsi) - rate * sum
        for (const time of values) total -= 2 * softplus(logPsi - rate * time)
        return total
      },
      logIncrement,
    }
  },
  expand: ([logRate = 0, logPsi = 0], data) => {
    const rate = Math.exp(logRate)
    const { count } = data.exact
    const logRates = { value: count * logRate, d1: count, d2: 0, d11: 0, d12: 0, d22: 0 }
    const expansion = logisticExpansion(
      data,
      (time, _, jet) => {
        const power = rate * time
        jet.value = power - logPsi
        jet.d1 = power
        jet.d11 = power
        jet.d2 = -1
      },
      logRates,
    )
    // What lies before 0 is cut off: ln(1 - G(0)) = -ln(1 + 1 / psi).
    const below = 1 / (1 + Math.exp(logPsi))
    for (const [jet, weight] of [
      [expansion.terms, data.events],
      [expansion.total, 1],
    ] as const) {
      jet.value += weight * softplus(-logPsi)
      jet.d2 -= weight * below
      jet.d22 += weight * below * (1 - below)
    }
    return expansion
  },
  parameters: ([logRate = 0, logPsi = 0], logEnd) => ({
    b: Math.exp(logRate - logEnd),
    psi: Math.exp(logPsi),
  }),
}
