import type { FailureData } from './failure-data.ts'

/** Below this the failures come more rarely with 95 % confidence, above its negative more often. */
export const LAPLACE_GROWTH = -1.645

/** Position of failures that are certain to fall where they do: the failure that ended the observation. */
function isFailureTruncated({ times, observedUntil }: FailureData): boolean {
  return times.at(-1) === observedUntil
}

/**
 * Laplace's trend u: standard normal if failures come at a constant rate, below {@link LAPLACE_GROWTH} reliability
 * grows.
 *
 * u = (sum of t_i - n T / 2) / sqrt(sum of variances): T^2 / 12 for an exact time; for a count the variance of the
 * middles weighted by the true widths of the intervals, so that equal widths give
 * (sum (i-1) x_i - N (k-1) / 2) / sqrt(N (k^2 - 1) / 12). When the last failure ended the observation it is left out.
 *
 * @see Ascher & Feingold (1984); Kanoun & Laprie, Handbook of Software Reliability Engineering (1996), chapter 10
 * @returns null when there is no failure or only one interval: no trend can be seen
 */
export function laplaceTrend(data: FailureData): number | null {
  const { times, intervals, observedUntil } = data
  const seen = isFailureTruncated(data) && intervals.length === 0 ? times.slice(0, -1) : times
  let excess = 0
  for (const time of seen) excess += time / observedUntil - 0.5
  let variance = seen.length / 12
  let [counted, middle, square] = [0, 0, 0]
  const covered = intervals.reduce((sum, { from, to }) => sum + to - from, 0)
  for (const { from, to, count } of intervals) {
    const centre = (from + to) / (2 * observedUntil)
    const share = (to - from) / covered
    middle += share * centre
    square += share * centre * centre
    counted += count
  }
  for (const { from, to, count } of intervals) excess += count * ((from + to) / (2 * observedUntil) - middle)
  variance += counted * (square - middle * middle)
  if (seen.length + counted === 0 || !(variance > 1e-12)) return null
  return excess / Math.sqrt(variance)
}
