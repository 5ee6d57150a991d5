import { covarianceOf, gradientOf, varianceAlong } from './covariance.ts'
import type { Estimate } from './fit-model.ts'
import { logOmegaAt } from './likelihood.ts'
import type { Shape, Theta } from './models/model.ts'
import type { ProfileInterval } from './profile-interval.ts'
import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './special/gauss-legendre.ts'

/** The 97.5 % quantile of the standard normal distribution. */
const NORMAL_975 = 1.959963984540054
/** How many times the observation a target is looked for into the future. */
const FARTHEST = 1e6

/** A value with its 95 % interval; `null` at an end means that the data set no limit there. */
export interface Interval {
  readonly value: number
  readonly lower: number | null
  readonly upper: number | null
}

/** Residual failures omega - N, at least 0 at the lower end. */
export function residualOf(estimate: Estimate, interval: ProfileInterval | null): Interval {
  const { events } = estimate.data
  const shape = estimate.model.shapeAt(estimate.theta, estimate.data.logEnd)
  // omega S(T) and not omega - N: a small residual would be lost in the difference.
  const omega = Math.exp(logOmegaAt(estimate.model, estimate.data, estimate.theta))
  const above = (bound: number | undefined) => (bound === undefined ? null : Math.max(0, bound - events))
  return {
    value: omega * Math.exp(shape.logIncrement(1, Infinity)),
    lower: above(interval?.lower.omega),
    upper: above(interval?.upper?.omega),
  }
}

/** Convergence ratio 収束率 = N / omega, at most 1; it rises when testing stops, too. */
export function convergenceOf(estimate: Estimate, interval: ProfileInterval | null): Interval {
  const { events } = estimate.data
  const omega = Math.exp(logOmegaAt(estimate.model, estimate.data, estimate.theta))
  const upper = interval?.upper
  return {
    value: events / omega,
    lower:
      interval === null
        ? null
        : upper === null || upper === undefined
          ? 0
          : Math.min(1, events / upper.omega),
    upper: interval === null ? null : Math.min(1, events / interval.lower.omega),
  }
}

/** The logarithm of a function of omega and theta, and its standard error to first order. */
interface LogValue {
  readonly log: number
  readonly error: number
}

/**
 * The delta method on the logarithm of a positive function omega f(theta), at the estimate.
 *
 * @see Meeker & Escobar (1998), Statistical Methods for Reliability Data, section 8.4 and appendix B.2
 * @returns null without a covariance: then no function has an interval
 */
function logValues({ model, data, theta }: Estimate): ((logOf: (shape: Shape) => number) => LogValue) | null {
  const covariance = covarianceOf(model, data, theta)
  if (covariance === null) return null
  return (logOf) => {
    // ln(omega f) = ln m(T) + ln f - ln L(T); ln m(T) = ln N has variance 1 / N and is orthogonal to theta.
    const logAt = (at: Theta) => {
      const shape = model.shapeAt(at, data.logEnd)
      return logOf(shape) - shape.logTotal
    }
    const log = Math.log(data.events) + logAt(theta)
    const error = Math.sqrt(1 / data.events + varianceAlong(gradientOf(logAt, theta), covariance))
    return { log, error }
  }
}

/** A positive function of omega and theta with the interval that its logarithm has to first order. */
function withLogInterval(estimate: Estimate, logOf: (shape: Shape) => number): Interval | null {
  return logInterval(logValues(estimate)?.(logOf))
}

function logInterval(found: LogValue | undefined): Interval | null {
  if (found === undefined || !Number.isFinite(found.log)) return null
  const { log, error } = found
  const value = Math.exp(log)
  return { value, lower: value * Math.exp(-NORMAL_975 * error), upper: value * Math.exp(NORMAL_975 * error) }
}

/**
 * Expected failures m(t) = omega L(t) at each time, in the unit of the data, with the pointwise 95 % interval of the
 * mean value function; null where there is no covariance.
 */
export function expectedFailures(estimate: Estimate, times: readonly number[]): (Interval | null)[] {
  const values = logValues(estimate)
  const at = (time: number): Interval | null => {
    if (time <= 0) return { value: 0, lower: 0, upper: 0 }
    return logInterval(values?.((shape) => shape.logIncrement(0, time / estimate.data.end)))
  }
  return times.map(at)
}

/** R(D | T) = exp(-(m(T + D) - m(T))): the probability of no failure for a mission of D after now. */
export function reliabilityFor(estimate: Estimate, mission: number): Interval | null {
  const end = estimate.data.end
  const failures = withLogInterval(estimate, (shape) => shape.logIncrement(1, 1 + mission / end))
  if (failures === null) return null
  const { value, lower, upper } = failures
  return {
    value: Math.exp(-value),
    lower: upper === null ? null : Math.exp(-upper),
    upper: lower === null ? null : Math.exp(-lower),
  }
}

/** ln of the failure intensity at the end of the observation, from a short increment after it. */
const logIntensity = (shape: Shape): number => shape.logIncrement(1, 1 + 1e-6) - Math.log(1e-6)

/** Instantaneous MTBF = 1 / lambda(T), in the unit of the data. */
export function instantaneousMtbf(estimate: Estimate): Interval | null {
  const intensity = withLogInterval(estimate, logIntensity)
  const end = estimate.data.end
  if (intensity?.lower === null || intensity?.upper === null || intensity === null) return null
  const mtbf = {
    value: end / intensity.value,
    lower: end / intensity.upper,
    upper: end / intensity.lower,
  }
  return Object.values(mtbf).every(Number.isFinite) ? mtbf : null
}

/** The first time at which a falling function of the scaled time is at or below 0; null beyond any sensible time. */
function firstTime(f: (time: number) => number): number | null {
  if (f(1) <= 0) return 1
  let far = 2
  while (f(far) > 0) {
    far *= 2
    if (far > FARTHEST) return null
  }
  let near = far / 2
  for (let round = 0; round < 80 && far - near > 1e-13 * far; round += 1) {
    const middle = (near + far) / 2
    if (f(middle) > 0) near = middle
    else far = middle
  }
  return far
}

/** A time with its interval; null where a target is not reached within a million times the observation. */
export interface TargetTime {
  readonly target: number
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/**
 * The first time at which a falling function of omega and theta is down to what a target allows: by the estimate, and
 * by both ends of the 95 % interval that the function has at each time (the band is inverted). So it agrees with the
 * interval of the function itself, is lopsided where that is, and has no upper limit where the band stays above.
 *
 * @see Meeker & Escobar (1998), section 8.4.3, for quantiles
 */
function targetTime(
  estimate: Estimate,
  target: number,
  logAllowed: number,
  logOf: (shape: Shape, time: number) => number,
): TargetTime {
  const { model, data, theta } = estimate
  const scaled = (time: number | null) => (time === null ? null : time * data.end)
  const shape = model.shapeAt(theta, data.logEnd)
  const logOmega = logOmegaAt(model, data, theta)
  const value = scaled(firstTime((time) => logOmega + logOf(shape, time) - logAllowed))
  const values = logValues(estimate)
  if (values === null) return { target, value, lower: null, upper: null }
  const by = (sign: 1 | -1) =>
    firstTime((time) => {
      const { log, error } = values((at) => logOf(at, time))
      return log === -Infinity ? log : log + sign * NORMAL_975 * error - logAllowed
    })
  return { target, value, lower: scaled(by(-1)), upper: scaled(by(1)) }
}

/**
 * When the residual falls to a target: the first t with omega (1 - F(t)) <= r, not before now; goel-okumoto:
 * t = ln(omega / r) / b. null for a model of infinitely many failures.
 */
export function timeToResidual(estimate: Estimate, target: number): TargetTime | null {
  if (!estimate.model.finite) return null
  return targetTime(estimate, target, Math.log(target), (shape, time) => shape.logIncrement(time, Infinity))
}

/**
 * When the reliability for a mission reaches a target: the first t with R(D | t) >= p, not before now.
 * goel-okumoto: t = ln(omega (1 - e^(-b D)) / (-ln p)) / b.
 */
export function timeToReliability(estimate: Estimate, mission: number, target: number): TargetTime {
  const length = mission / estimate.data.end
  return targetTime(estimate, target, Math.log(-Math.log(target)), (shape, time) =>
    shape.logIncrement(time, time + length),
  )
}

/**
 * Conditional MTBF: the integral of R(x | T) over x from 0. A model of finitely many failures has none: with
 * probability e^-residual no failure ever comes, and the integral is infinite.
 */
export function conditionalMtbf(estimate: Estimate): number | null {
  const { model, data, theta } = estimate
  if (model.finite) return null
  const shape = model.shapeAt(theta, data.logEnd)
  const logOmega = logOmegaAt(model, data, theta)
  const reliability = (x: number) => Math.exp(-Math.exp(logOmega + shape.logIncrement(1, 1 + x)))
  let sum = 0
  let width = Math.exp(-logOmega - logIntensity(shape)) / 4
  for (let from = 0; reliability(from) > 1e-17; from += width, width *= 1.3) {
    if (from > FARTHEST) return null
    for (const [index, node] of LEGENDRE_NODES.entries()) {
      const at = from + ((1 + node) * width) / 2
      sum += ((LEGENDRE_WEIGHTS[index] ?? 0) * width * reliability(at)) / 2
    }
  }
  return Number.isFinite(sum) ? sum * data.end : null
}
