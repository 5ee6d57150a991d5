import { logOneMinusExp } from '../special/log-math.ts'
import { logNormalUpper, logScaledUpperTail } from '../special/normal.ts'
import { logarithmic, type Coordinate, type Model, type Shape, type Theta } from './model.ts'
import { expandFamily } from '../derivatives/exponential-family.ts'
import { logNormalIntegral } from '../special/normal-integral.ts'

const LOG_SQRT_TWO_PI = 0.918938533204672742
/** How finely the slope of the log-density is searched, so that one step is about as long as one of a logarithm. */
const SLOPE = 4

/** Slopes of the log-density at the middle of the observation. */
const slopes: Coordinate = { starts: [-6, -2, -0.5, 0.5, 2, 6], least: -500, most: 500 }

/** Of the normal distribution in units of the observation: its density is proportional to exp(slope t - curvature t^2). */
interface Normal {
  readonly slope: number
  readonly curvature: number
  readonly mean: number
  readonly sd: number
}

function normalAt([scaledSlope = 0, logCurvature = 0]: Theta): Normal {
  const curvature = Math.exp(logCurvature)
  const slopeAtZero = SLOPE * scaledSlope + curvature
  return {
    slope: slopeAtZero,
    curvature,
    mean: slopeAtZero / (2 * curvature),
    sd: Math.sqrt(0.5 / curvature),
  }
}

/** ln of the integral of the standard normal density over a narrow interval, by Taylor's series about its middle. */
function logNarrow(middle: number, half: number): number {
  const z = middle * middle
  const h = half * half
  const series =
    ((z - 1) * h) / 6 +
    ((z * (z - 6) + 3) * h * h) / 120 +
    ((z * (z * (z - 15) + 45) - 15) * h * h * h) / 5040
  return -z / 2 - LOG_SQRT_TWO_PI + Math.log(2 * half) + Math.log1p(series)
}

/** ln(Phi(end) - Phi(start)), start < end, in the tail where nothing cancels. */
function logNormalBetween(start: number, end: number): number {
  if (start < 0 && end <= 0) return logNormalBetween(-end, -start)
  const half = (end - start) / 2
  if (half * Math.max(1, Math.abs(start), Math.abs(end)) < 0.05) return logNarrow(start + half, half)
  if (start < 0) return Math.log1p(-Math.exp(logNormalUpper(end)) - Math.exp(logNormalUpper(-start)))
  const tail = logScaledUpperTail(start)
  if (end === Infinity) return tail - (start * start) / 2
  const fall = (end - start) * (start + half) + tail - logScaledUpperTail(end)
  return tail - (start * start) / 2 + logOneMinusExp(fall)
}

/** With a mean above 0: differences of the distribution function. */
function shapeOfPeak({ mean, sd }: Normal): Shape {
  const logAfterZero = logNormalUpper(-mean / sd)
  const logIncrement = (from: number, to: number) =>
    logNormalBetween((from - mean) / sd, (to - mean) / sd) - logAfterZero
  return {
    logTotal: logIncrement(0, 1),
    logDensity: ({ count, sum, sumOfSquares }) =>
      -(sumOfSquares - 2 * mean * sum + count * mean * mean) / (2 * sd * sd) -
      count * (LOG_SQRT_TWO_PI + Math.log(sd) + logAfterZero),
    logIncrement,
  }
}

/** With a mean below 0 only a tail is left: squares of the mean, however large, are cancelled by hand. */
function shapeOfTail({ slope, curvature, mean, sd }: Normal): Shape {
  const tail = (time: number) => (time === Infinity ? 0 : logScaledUpperTail((time - mean) / sd))
  const atZero = tail(0)
  const logIncrement = (from: number, to: number) => {
    const start = tail(from)
    const fall =
      to === Infinity ? Infinity : (to - from) * (curvature * (to + from) - slope) + start - tail(to)
    return start - atZero + from * (slope - curvature * from) + logOneMinusExp(fall)
  }
  return {
    logTotal: logIncrement(0, 1),
    logDensity: ({ count, sum, sumOfSquares }) =>
      slope * sum - curvature * sumOfSquares - count * (LOG_SQRT_TWO_PI + Math.log(sd) + atZero),
    logIncrement,
  }
}

/**
 * Normal distribution truncated at 0: F(t) = (Phi((t - mean) / sd) - Phi(-mean / sd)) / (1 - Phi(-mean / sd)).
 *
 * Searched by the slope of its log-density at the middle of the observation and its curvature 1 / (2 sd^2), in which
 * the likelihood of exact times is that of an exponential family. Without curvature it is goel-okumoto.
 */
export const truncatedNormal: Model = {
  name: 'truncated-normal',
  finite: true,
  containsGoelOkumoto: true,
  coordinates: [slopes, logarithmic([0.1, 0.7, 2, 6, 20, 100], -14, 16)],
  shapeAt: (theta) => {
    const normal = normalAt(theta)
    return normal.mean > 0 ? shapeOfPeak(normal) : shapeOfTail(normal)
  },
  expand: (theta, data) => {
    const { slope, curvature } = normalAt(theta)
    const { count, sum, sumOfSquares } = data.exact
    return expandFamily(
      data,
      {
        eta1: slope,
        eta2: -curvature,
        statistics: 'linear-quadratic',
        normalizer: logNormalIntegral(slope, curvature),
      },
      { count, sum1: sum, sum2: sumOfSquares },
      {
        eta1: { value: slope, d1: SLOPE, d2: curvature, d11: 0, d12: 0, d22: curvature },
        eta2: { value: -curvature, d1: 0, d2: -curvature, d11: 0, d12: 0, d22: -curvature },
      },
    )
  },
  parameters: (theta, logEnd) => {
    const { mean, sd } = normalAt(theta)
    const end = Math.exp(logEnd)
    return { mean: mean * end, sd: sd * end }
  },
}
