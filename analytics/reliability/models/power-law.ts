import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, type Model } from './model.ts'

/**
 * Power law (Crow-AMSAA, Duane): m(t) = omega t^beta. Failures never end, so there is no residual. Omega belongs to
 * the unit of time: the factor T^beta of the scaled time stays in the shape.
 *
 * @see Crow (1974), Reliability analysis for complex, repairable systems
 */
export const powerLaw: Model = {
  name: 'power-law',
  finite: false,
  containsGoelOkumoto: false,
  coordinates: [logarithmic([0.2, 0.5, 0.8, 1, 1.5, 3, 6], -7, 6)],
  shapeAt: ([logExponent = 0], logEnd) => {
    const exponent = Math.exp(logExponent)
    const logTotal = exponent * logEnd
    return {
      logTotal,
      logDensity: ({ count, sumOfLogs }) => count * (logTotal + logExponent) + (exponent - 1) * sumOfLogs,
      logIncrement: (from, to) =>
        logTotal + exponent * Math.log(to) + logOneMinusExp(exponent * Math.log(to / from)),
    }
  },
  parameters: ([logExponent = 0]) => ({ beta: Math.exp(logExponent) }),
}
