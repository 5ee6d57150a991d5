import type { FailureData } from './failure-data.ts'
import type { Estimate } from './fit-model.ts'
import { meanValueOf } from './mean-value.ts'

/** AIC = 2 p - 2 LL, with omega among the p parameters. Comparable only on the same data of the same kind. */
export function akaike({ parameterCount, logLikelihood }: Estimate): number {
  return 2 * parameterCount - 2 * logLikelihood
}

/** BIC = p ln n - 2 LL with n the number of failures, not of intervals: for counts one could take either. */
export function bayesian({ parameterCount, logLikelihood, data }: Estimate): number {
  return parameterCount * Math.log(data.events) - 2 * logLikelihood
}

/** Cumulative failures at each exact time and at the end of each interval. */
export function cumulativePoints(
  data: FailureData,
): readonly { readonly time: number; readonly count: number }[] {
  const points = [
    ...data.times.map((time) => ({ time, count: 1 })),
    ...data.intervals.map(({ to, count }) => ({ time: to, count })),
  ].sort((a, b) => a.time - b.time)
  let sum = 0
  return points.map(({ time, count }) => ({ time, count: (sum += count) }))
}

/**
 * Predictive ratio risk: the sum of ((m(t_i) - i) / m(t_i))^2 over the failures.
 *
 * @see Pham (2006), System Software Reliability
 */
export function predictiveRatioRisk(data: FailureData, estimate: Estimate): number {
  const { at } = meanValueOf(estimate)
  return cumulativePoints(data).reduce((sum, { time, count }) => {
    const expected = at(time)
    return expected > 0 ? sum + ((expected - count) / expected) ** 2 : sum
  }, 0)
}
