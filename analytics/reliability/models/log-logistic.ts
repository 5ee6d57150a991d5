import { logOneMinusExp, softplus } from '../special/log-math.ts'
import { logarithmic, type Model } from './model.ts'
import { logisticExpansion } from '../derivatives/logistic-family.ts'

/** Log-logistic: F(t) = 1 / (1 + exp(-(ln t - loclog) / scalelog)); a long tail. */
export const logLogistic: Model = {
  name: 'log-logistic',
  finite: true,
  containsGoelOkumoto: false,
  coordinates: [
    logarithmic([0.1, 0.3, 0.6, 1, 2.5, 8], -14, 20),
    logarithmic([0.12, 0.2, 0.35, 0.6, 1, 2], -7, 5),
  ],
  shapeAt: ([location = 0, logScale = 0]) => {
    const inverse = Math.exp(-logScale)
    const standard = (time: number) => (Math.log(time) - location) * inverse
    return {
      logTotal: -softplus(location * inverse),
      logDensity: ({ count, values, sumOfLogs }) => {
        let total = (sumOfLogs - count * location) * inverse - count * logScale - sumOfLogs
        for (const time of values) total -= 2 * softplus(standard(time))
        return total
      },
      logIncrement: (from, to) => {
        if (to === Infinity) return -softplus(standard(from))
        const end = standard(to)
        if (from === 0) return -softplus(-end)
        const start = standard(from)
        return logOneMinusExp(end - start) - softplus(-end) - softplus(start)
      },
    }
  },
  expand: ([location = 0, logScale = 0], data) => {
    const inverse = Math.exp(-logScale)
    const { count, sumOfLogs } = data.exact
    const logRates = { value: -count * logScale - sumOfLogs, d1: 0, d2: -count, d11: 0, d12: 0, d22: 0 }
    return logisticExpansion(
      data,
      (_, logTime, jet) => {
        const standard = (logTime - location) * inverse
        jet.value = standard
        jet.d1 = -inverse
        jet.d12 = inverse
        jet.d2 = -standard
        jet.d22 = standard
      },
      logRates,
    )
  },
  parameters: ([location = 0, logScale = 0], logEnd) => ({
    loclog: location + logEnd,
    scalelog: Math.exp(logScale),
  }),
}
