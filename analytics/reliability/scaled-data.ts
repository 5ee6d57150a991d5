import { gammaln } from 'simple-statistics'
import type { FailureData } from './failure-data.ts'

/** Exact times in units of the observation, with the sums that are sufficient for some models. */
export interface ExactTimes {
  readonly count: number
  readonly values: Float64Array
  readonly sum: number
  readonly sumOfSquares: number
  readonly sumOfLogs: number
}

/** Intervals with at least one failure, in units of the observation. Intervals without add nothing to a likelihood. */
export interface CountedIntervals {
  readonly length: number
  readonly from: Float64Array
  readonly to: Float64Array
  readonly counts: Float64Array
}

/** Failure data as the likelihoods take them: time runs from 0 to 1, so that one set of starts serves every unit. */
export interface ScaledData {
  readonly events: number
  readonly exact: ExactTimes
  readonly intervals: CountedIntervals
  /** The observation's length in the unit of the data, and its logarithm. */
  readonly end: number
  readonly logEnd: number
  /** What does not depend on a model: N ln N - N - sum of ln x_i! - n ln T, n the number of exact times. */
  readonly constant: number
}

function exactTimes(values: Float64Array): ExactTimes {
  let [sum, sumOfSquares, sumOfLogs] = [0, 0, 0]
  for (const value of values) {
    sum += value
    sumOfSquares += value * value
    sumOfLogs += Math.log(value)
  }
  return { count: values.length, values, sum, sumOfSquares, sumOfLogs }
}

/** Failure data in units of their observation. */
export function scaledData(data: FailureData): ScaledData {
  const end = data.observedUntil
  const filled = data.intervals.filter((interval) => interval.count > 0)
  let constant = 0
  for (const { count } of filled) constant -= gammaln(count + 1)
  if (data.events > 0) constant += data.events * Math.log(data.events) - data.events
  return {
    events: data.events,
    exact: exactTimes(Float64Array.from(data.times, (time) => time / end)),
    intervals: {
      length: filled.length,
      from: Float64Array.from(filled, (interval) => interval.from / end),
      to: Float64Array.from(filled, (interval) => interval.to / end),
      counts: Float64Array.from(filled, (interval) => interval.count),
    },
    end,
    logEnd: Math.log(end),
    constant: constant - data.times.length * Math.log(end),
  }
}

/** Above this many terms the search for a start uses {@link coarseData}. */
const MOST_TERMS = 400

/**
 * The same failures gathered into at most some 200 intervals of about equally many, for finding where to start;
 * the data themselves when they have few terms anyway. Estimates are never taken from it.
 */
export function coarseData(data: ScaledData): ScaledData {
  const { exact, intervals } = data
  if (exact.count + intervals.length <= MOST_TERMS) return data
  const points: { readonly at: number; readonly count: number }[] = []
  for (const value of exact.values) points.push({ at: value, count: 1 })
  for (let index = 0; index < intervals.length; index += 1) {
    points.push({ at: intervals.to[index] ?? 1, count: intervals.counts[index] ?? 0 })
  }
  points.sort((a, b) => a.at - b.at)
  const [from, to, counts]: [number[], number[], number[]] = [[], [], []]
  const share = data.events / (MOST_TERMS / 2)
  let [start, gathered] = [0, 0]
  for (const [index, { at, count }] of points.entries()) {
    gathered += count
    const next = points[index + 1]
    if (next !== undefined && (gathered < share || next.at === at)) continue
    from.push(start)
    to.push(at)
    counts.push(gathered)
    start = at
    gathered = 0
  }
  return {
    ...data,
    exact: exactTimes(new Float64Array()),
    intervals: {
      length: to.length,
      from: Float64Array.from(from),
      to: Float64Array.from(to),
      counts: Float64Array.from(counts),
    },
  }
}
