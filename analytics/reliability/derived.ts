import { covarianceOf, gradientOf, varianceAlong } from './covariance.ts'
import type { Estimate } from './fit-model.ts'
import { logOmegaAt } from './likelihood.ts'
import type { Shape, Theta } from './models/model.ts'
import type { ProfileInterval } from './profile-interval.ts'

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

/** A positive function of omega and theta with the interval that its logarithm has to first order. */
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

/**
 * When the residual falls to a target: the first t with omega (1 - F(t)) <= r, not before now; with the times by the
 * parameters at the ends of the interval of omega. goel-okumoto: t = ln(omega / r) / b.
 */
export function timeToResidual(
  estimate: Estimate,
  interval: ProfileInterval | null,
  target: number,
): { readonly value: number | null; readonly lower: number | null; readonly upper: number | null } | null {
  const { model, data, theta } = estimate
  if (!model.finite) return null
  const { end } = data
  const timeBy = (omega: number, at: Theta) => {
    const shape = model.shapeAt(at, data.logEnd)
    const time = firstTime((t) => Math.log(omega / target) + shape.logIncrement(t, Infinity))
    return time === null ? null : time * end
  }
  const by = (bound: ProfileInterval['upper'] | undefined) =>
    bound === null || bound === undefined ? null : timeBy(bound.omega, bound.theta)
  return {
    value: timeBy(Math.exp(logOmegaAt(model, data, theta)), theta),
    lower: by(interval?.lower),
    upper: by(interval?.upper),
  }
}

/**
 * When the reliability for a mission reaches a target: the first t with R(D | t) >= p, not before now.
 * goel-okumoto: t = ln(omega (1 - e^(-b D)) / (-ln p)) / b.
 */
export function timeToReliability(estimate: Estimate, mission: number, target: number): number | null {
  const { model, data, theta } = estimate
  const shape = model.shapeAt(theta, data.logEnd)
  const { end } = data
  const logOmega = logOmegaAt(model, data, theta)
  const allowed = Math.log(-Math.log(target))
  const time = firstTime((t) => logOmega + shape.logIncrement(t, t + mission / end) - allowed)
  return time === null ? null : time * end
}

/** Nodes and weights of Gauss-Legendre of order 8 on [-1, 1], the positive half. */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363] as const
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763] as const

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
    for (const [index, node] of NODES.entries()) {
      const middle = from + width / 2
      const offset = (node * width) / 2
      sum +=
        ((WEIGHTS[index] ?? 0) * width * (reliability(middle - offset) + reliability(middle + offset))) / 2
    }
  }
  return Number.isFinite(sum) ? sum * data.end : null
}
