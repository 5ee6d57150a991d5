import { logOneMinusExp } from '../special/log-math.ts'
import { logarithmic, type Model } from './model.ts'
import { addOne, incrementExpansion } from '../derivatives/one-rate.ts'

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
  expand: ([logExponent = 0], data) => {
    const exponent = Math.exp(logExponent)
    const { logEnd } = data
    const expansion = incrementExpansion(data, (sum, weight, from, to) => {
      const width = exponent * Math.log(to / from)
      const place = exponent * (logEnd + Math.log(to))
      const first = width < 700 ? width / Math.expm1(width) : 0
      const second = first === 0 ? 0 : first * (1 - width - first)
      addOne(sum, weight, place + logOneMinusExp(width), place + first, place + second)
    })
    const { count, sumOfLogs } = data.exact
    const slope = exponent * (count * logEnd + sumOfLogs)
    addOne(expansion.terms, 1, count * logExponent + slope - sumOfLogs, count + slope, slope)
    return expansion
  },
  parameters: ([logExponent = 0]) => ({ beta: Math.exp(logExponent) }),
}
