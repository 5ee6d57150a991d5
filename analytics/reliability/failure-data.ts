/** A number of failures seen in (from, to]. */
export interface CountedInterval {
  readonly from: number
  readonly to: number
  readonly count: number
}

/**
 * The failures of one observation: exact times, counts of intervals, or both. The observation begins at 0 and ends
 * at `observedUntil`, which is when one stopped looking and not when the last failure came.
 */
export interface FailureData {
  readonly kind: 'time' | 'grouped' | 'mixed'
  /** Exact times in ascending order, each in (0, observedUntil]. */
  readonly times: readonly number[]
  /** Consecutive intervals, those with no failure included. */
  readonly intervals: readonly CountedInterval[]
  readonly observedUntil: number
  /** How many failures there are, of either kind. */
  readonly events: number
}

function assertPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) {
    throw new RangeError(`${name} must be a finite number above 0, got ${value}`)
  }
}

function assertTimes(times: readonly number[], observedUntil: number): void {
  let before = 0
  for (const time of times) {
    assertPositive('failureData: a time', time)
    if (time < before)
      throw new RangeError(`failureData: times must not go back, got ${time} after ${before}`)
    before = time
  }
  if (before > observedUntil) {
    throw new RangeError(
      `failureData: the observation ends at ${observedUntil}, before the last failure at ${before}`,
    )
  }
}

function assertIntervals(intervals: readonly CountedInterval[], observedUntil: number): void {
  let before = 0
  for (const { from, to, count } of intervals) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`failureData: a count must be a whole number of at least 0, got ${count}`)
    }
    assertPositive('failureData: the end of an interval', to)
    if (from < before || to <= from) {
      throw new RangeError(`failureData: intervals must not go back, got ${from} to ${to} after ${before}`)
    }
    before = to
  }
  if (before > observedUntil) {
    throw new RangeError(
      `failureData: the observation ends at ${observedUntil}, before the last interval does at ${before}`,
    )
  }
}

/**
 * Failures of any kind with the end of their observation.
 *
 * @throws {RangeError} when a time or a count is not one, time goes back, or the observation ends too early
 */
export function failureData(
  times: readonly number[],
  intervals: readonly CountedInterval[],
  observedUntil: number,
): FailureData {
  assertPositive('failureData: observedUntil', observedUntil)
  assertTimes(times, observedUntil)
  assertIntervals(intervals, observedUntil)
  const counted = intervals.reduce((sum, interval) => sum + interval.count, 0)
  return {
    kind: intervals.length === 0 ? 'time' : times.length === 0 ? 'grouped' : 'mixed',
    times,
    intervals,
    observedUntil,
    events: times.length + counted,
  }
}

/**
 * Times of failure.
 *
 * @example
 * failureTimes([9, 21, 32], 250).events // 3
 */
export function failureTimes(times: readonly number[], observedUntil: number): FailureData {
  return failureData(times, [], observedUntil)
}

/**
 * Counts of intervals that follow each other from 0; `ends` are their true ends, never their numbers. An observation
 * that goes on after the last interval saw nothing there.
 *
 * @example
 * failureCounts([31, 61, 92], [0, 2, 1]).observedUntil // 92
 */
export function failureCounts(
  ends: readonly number[],
  counts: readonly number[],
  observedUntil: number = ends.at(-1) ?? 0,
): FailureData {
  const intervals = ends.map((to, index) => ({
    from: ends[index - 1] ?? 0,
    to,
    count: counts[index] ?? 0,
  }))
  const last = ends.at(-1) ?? 0
  const silent = observedUntil > last && last > 0 ? [{ from: last, to: observedUntil, count: 0 }] : []
  return failureData([], [...intervals, ...silent], observedUntil)
}
