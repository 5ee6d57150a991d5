import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, type Model } from './model.ts'
import { hazardExpansion } from '../derivatives/hazard-family.ts'

/**
 * Gumbel distribution of minima truncated at 0: F(t) = 1 - exp(-c (e^(b t) - 1)), a hazard c b e^(b t) that grows.
 * Searched by the first hazard c b and by b; as b -> 0 it is goel-okumoto with the rate c b.
 */
export const truncatedGumbelMin: Model = {
  name: 'truncated-gumbel-min',
  finite: true,
  containsGoelOkumoto: true,
  coordinates: [
    logarithmic([0.002, 0.02, 0.1, 0.4, 1.5, 5], -20, 14),
    logarithmic([0.2, 0.6, 1.5, 3, 6, 12], -14, 8),
  ],
  shapeAt: ([logHazard = 0, logRate = 0]) => {
    const rate = Math.exp(logRate)
    const c = Math.exp(logHazard - logRate)
    return {
      logTotal: logOneMinusExp(c * Math.expm1(rate)),
      logDensity: ({ count, values, sum }) => {
        let total = count * logHazard + rate * sum
        for (const time of values) total -= c * Math.expm1(rate * time)
        return total
      },
      logIncrement: (from, to) =>
        -c * Math.expm1(rate * from) +
        logOneMinusExp(c * Math.exp(rate * from) * Math.expm1(rate * (to - from))),
    }
  },
  expand: ([logHazard = 0, logRate = 0], data) => {
    const rate = Math.exp(logRate)
    const hazard = Math.exp(logHazard)
    const { count, sum } = data.exact
    const drift = rate * sum
    const logRates = { value: count * logHazard + drift, d1: count, d2: drift, d11: 0, d12: 0, d22: drift }
    return hazardExpansion(
      data,
      (time, _, jet) => {
        const growth = hazard * time * Math.exp(rate * time)
        const value = (hazard * Math.expm1(rate * time)) / rate
        jet.value = value
        jet.d1 = value
        jet.d11 = value
        jet.d2 = growth - value
        jet.d12 = growth - value
        jet.d22 = rate * time * growth - growth + value
      },
      logRates,
    )
  },
  parameters: ([logHazard = 0, logRate = 0], logEnd) => ({
    c: Math.exp(logHazard - logRate),
    b: Math.exp(logRate - logEnd),
  }),
}
