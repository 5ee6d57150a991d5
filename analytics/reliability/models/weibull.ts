import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, STARTING_SHAPES, type Model } from './model.ts'
import { hazardExpansion } from '../derivatives/hazard-family.ts'

/**
 * Weibull: F(t) = 1 - e^(-(t / scale)^shape); goel-okumoto at shape 1.
 *
 * @see Goel (1985), IEEE Transactions on Software Engineering SE-11: b = scale^-shape, c = shape
 */
export const weibull: Model = {
  name: 'weibull',
  finite: true,
  containsGoelOkumoto: false,
  coordinates: [logarithmic([0.1, 0.3, 0.6, 1, 2, 5]), logarithmic(STARTING_SHAPES, -5, 7)],
  shapeAt: ([logScale = 0, logShape = 0]) => {
    const shape = Math.exp(logShape)
    const hazard = (time: number) => (time === 0 ? 0 : Math.exp(shape * (Math.log(time) - logScale)))
    return {
      logTotal: logOneMinusExp(Math.exp(-shape * logScale)),
      logDensity: ({ count, values, sumOfLogs }) => {
        let total = count * (logShape - shape * logScale) + (shape - 1) * sumOfLogs
        for (const time of values) total -= hazard(time)
        return total
      },
      logIncrement: (from, to) => {
        const before = hazard(from)
        return -before + logOneMinusExp(hazard(to) - before)
      },
    }
  },
  expand: ([logScale = 0, logShape = 0], data) => {
    const shape = Math.exp(logShape)
    const { count, sumOfLogs } = data.exact
    const spread = shape * (sumOfLogs - count * logScale)
    const logRates = {
      value: count * logShape + spread - sumOfLogs,
      d1: -shape * count,
      d2: count + spread,
      d11: 0,
      d12: -shape * count,
      d22: spread,
    }
    return hazardExpansion(
      data,
      (time, logTime, jet) => {
        const log = time === 0 ? 0 : shape * (logTime - logScale)
        const hazard = time === 0 ? 0 : Math.exp(log)
        jet.value = hazard
        jet.d1 = -shape * hazard
        jet.d2 = log * hazard
        jet.d11 = shape * shape * hazard
        jet.d12 = -shape * (1 + log) * hazard
        jet.d22 = log * (1 + log) * hazard
      },
      logRates,
    )
  },
  parameters: ([logScale = 0, logShape = 0], logEnd) => ({
    scale: Math.exp(logScale + logEnd),
    shape: Math.exp(logShape),
  }),
}
