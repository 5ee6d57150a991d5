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

/**
 * A positive function of omega and theta with the interval that its logarithm has to first order (delta method).
 *
 * @see Meeker & Escobar (1998), Statistical Methods for Reliability Data, section 8.4 and appendix B.2
 */
function withLogInterval(estimate: Estimate, logOf: (shape: Shape) => number): Interval | null {
  const { model, data, theta } = estimate
  // ln(omega f) = ln m(T) + ln f - ln L(T); ln m(T) = ln N has variance 1 / N and is orthogonal to theta.
  const logAt = (at: Theta) => {
    const shape = model.shapeAt(at, data.logEnd)
    return logOf(shape) - shape.logTotal
  }
  const covariance = covarianceOf(model, data, theta)
  const log = Math.log(data.events) + logAt(theta)
  if (covariance === null || !Number.isFinite(log)) return null
  const error = Math.sqrt(1 / data.events + varianceAlong(gradientOf(logAt, theta), covariance))
  const value = Math.exp(log)
  return { value, lower: value * Math.exp(-NORMAL_975 * error), upper: value * Math.exp(NORMAL_975 * error) }
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
 * The first time at which an excess over a target is used up, by the estimate and by the parameters at both ends of
 * the interval of omega: the likelihood's own, lopsided as it is, where a normal approximation would be symmetric.
 */
function targetTime(
  { model, data, theta }: Estimate,
  interval: ProfileInterval | null,
  target: number,
  excessOf: (shape: Shape, logOmega: number) => (time: number) => number,
): TargetTime {
  const timeBy = (logOmega: number, at: Theta) => {
    const time = firstTime(excessOf(model.shapeAt(at, data.logEnd), logOmega))
    return time === null ? null : time * data.end
  }
  const by = (bound: ProfileInterval['upper'] | undefined) =>
    bound === null || bound === undefined ? null : timeBy(Math.log(bound.omega), bound.theta)
  const ends = [by(interval?.lower), by(interval?.upper)] as const
  const value = timeBy(logOmegaAt(model, data, theta), theta)
  const [first, last] = ends
  // More failures in all mostly take longer; where they come sooner instead, the ends change places.
  const [lower, upper] = first !== null && last !== null && first > last ? [last, first] : ends
  return { target, value, lower, upper }
}

/**
 * When the residual falls to a target: the first t with omega (1 - F(t)) <= r, not before now; goel-okumoto:
 * t = ln(omega / r) / b. null for a model of infinitely many failures.
 */
export function timeToResidual(
  estimate: Estimate,
  interval: ProfileInterval | null,
  target: number,
): TargetTime | null {
  if (!estimate.model.finite) return null
  return targetTime(
    estimate,
    interval,
    target,
    (shape, logOmega) => (time) => logOmega - Math.log(target) + shape.logIncrement(time, Infinity),
  )
}

/**
 * When the reliability for a mission reaches a target: the first t with R(D | t) >= p, not before now.
 * goel-okumoto: t = ln(omega (1 - e^(-b D)) / (-ln p)) / b.
 */
export function timeToReliability(
  estimate: Estimate,
  interval: ProfileInterval | null,
  mission: number,
  target: number,
): TargetTime {
  const allowed = Math.log(-Math.log(target))
  const length = mission / estimate.data.end
  return targetTime(
    estimate,
    interval,
    target,
    (shape, logOmega) => (time) => logOmega + shape.logIncrement(time, time + length) - allowed,
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
