import type { Model, Shape, Theta } from './models/model.ts'
import type { ScaledData } from './scaled-data.ts'

/** The sum of ln L'(t) over exact times and x ln(L(to) - L(from)) over counted intervals; -Infinity, never NaN. */
function logTerms(shape: Shape, { exact, intervals }: ScaledData): number {
  let sum = exact.count === 0 ? 0 : shape.logDensity(exact)
  for (let index = 0; index < intervals.length; index += 1) {
    sum +=
      (intervals.counts[index] ?? 0) *
      shape.logIncrement(intervals.from[index] ?? 0, intervals.to[index] ?? 1)
  }
  return Number.isFinite(sum) ? sum : -Infinity
}

/**
 * The log-likelihood with omega eliminated: omega = N / L(T) whatever theta is, so that m(T) = N exactly and
 *
 * LLp(theta) = sum ln L'(t_i) + sum [x_i ln(L(s_i) - L(s_{i-1})) - ln x_i!] + N ln(N / L(T)) - N
 *
 * Exact times and counts of intervals may be mixed; the factorials belong to it. -Infinity where the data are
 * impossible or a number overflows.
 */
export function profileLogLikelihood(model: Model, data: ScaledData, theta: Theta): number {
  const shape = model.shapeAt(theta, data.logEnd)
  const value = logTerms(shape, data) - data.events * shape.logTotal + data.constant
  return Number.isFinite(value) ? value : -Infinity
}

/**
 * The log-likelihood at an omega of its own:
 * LL(omega, theta) = LLp(theta) + N ln(m / N) - (m - N), m = omega L(T).
 */
export function logLikelihoodAt(model: Model, data: ScaledData, logOmega: number, theta: Theta): number {
  const shape = model.shapeAt(theta, data.logEnd)
  const excess = logOmega + shape.logTotal - Math.log(data.events)
  const value =
    logTerms(shape, data) -
    data.events * shape.logTotal +
    data.constant +
    data.events * (excess - Math.expm1(excess))
  return Number.isFinite(value) ? value : -Infinity
}

/** ln omega = ln N - ln L(T) at a theta. */
export function logOmegaAt(model: Model, data: ScaledData, theta: Theta): number {
  return Math.log(data.events) - model.shapeAt(theta, data.logEnd).logTotal
}
