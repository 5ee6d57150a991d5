import { gammaln } from 'simple-statistics'
import type { CountedInterval, FailureData } from './failure-data.ts'
import { panelsOf, type Panels } from './panels.ts'

/** Exact times in units of the observation, with the sums that are sufficient for some models. */
export interface ExactTimes {
  /** How many failures; there may be fewer places, each standing for several. */
  readonly count: number
  /** Places in time, their logarithms, and for how many failures each stands: all 1 but in gathered data. */
  readonly values: Float64Array
  readonly logs: Float64Array
  readonly weights: Float64Array
  readonly sum: number
  readonly sumOfSquares: number
  readonly sumOfLogs: number
}

/** Intervals with at least one failure, in units of the observation. Intervals without add nothing to a likelihood. */
export interface CountedIntervals {
  readonly length: number
  readonly from: Float64Array
  readonly to: Float64Array
  readonly logFrom: Float64Array
  readonly logTo: Float64Array
  readonly counts: Float64Array
  /** For models that are integrated by quadrature; made when first asked for. */
  readonly panels: () => Panels
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
  /** Panels of the whole observation. */
  readonly whole: () => Panels
  /** Of data gathered only to find where to start: the likelihood need not have all its digits. */
  readonly isRough: boolean
}

/** A value made when it is first asked for, and kept. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Intervals from their ends and counts. */
export function countedIntervals(
  from: Float64Array,
  to: Float64Array,
  counts: Float64Array,
  isRough = false,
): CountedIntervals {
  const length = counts.length
  return {
    length,
    from,
    to,
    logFrom: from.map(Math.log),
    logTo: to.map(Math.log),
    counts,
    panels: lazily(() => panelsOf({ length, from, to }, isRough)),
  }
}

function exactTimes(times: readonly number[], end: number): ExactTimes {
  const values = new Float64Array(times.length)
  const logs = new Float64Array(times.length)
  let sum = 0
  let sumOfSquares = 0
  let sumOfLogs = 0
  for (let index = 0; index < values.length; index += 1) {
    const value = (times[index] ?? 0) / end
    const log = Math.log(value)
    values[index] = value
    logs[index] = log
    sum += value
    sumOfSquares += value * value
    sumOfLogs += log
  }
  const weights = new Float64Array(values.length).fill(1)
  return { count: values.length, values, logs, weights, sum, sumOfSquares, sumOfLogs }
}

/** Panels of the whole observation, made when first asked for. */
export function wholePanels(isRough = false): () => Panels {
  return lazily(() => panelsOf({ length: 1, from: Float64Array.of(0), to: Float64Array.of(1) }, isRough))
}

/** One number of each interval with a failure, in units of the observation. */
function columnOf(
  intervals: readonly CountedInterval[],
  name: keyof CountedInterval,
  unit: number,
): Float64Array {
  const column = new Float64Array(intervals.length)
  for (let index = 0; index < column.length; index += 1)
    column[index] = (intervals[index]?.[name] ?? 0) / unit
  return column
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
    exact: exactTimes(data.times, end),
    intervals: countedIntervals(
      columnOf(filled, 'from', end),
      columnOf(filled, 'to', end),
      columnOf(filled, 'count', 1),
    ),
    end,
    logEnd: Math.log(end),
    constant: constant - data.times.length * Math.log(end),
    isRough: false,
    whole: wholePanels(),
  }
}
