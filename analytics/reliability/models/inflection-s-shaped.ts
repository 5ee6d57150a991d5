import { logOneMinusExp, softplus } from '../special/log-math.ts'
import { logarithmic, STARTING_RATES, type Model } from './model.ts'

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
  parameters: ([logRate = 0, logPsi = 0], logEnd) => ({
    b: Math.exp(logRate - logEnd),
    psi: Math.exp(logPsi),
  }),
}
