import {
  countedIntervals,
  wholePanels,
  type CountedIntervals,
  type ExactTimes,
  type ScaledData,
} from './scaled-data.ts'

/** With more places than this, coarse data have about so many. */
const PLACES = 32

/** Neighbouring times put together: each place is the mean of about equally many. The sums stay what they are. */
function coarseTimes(exact: ExactTimes): ExactTimes {
  if (exact.values.length <= PLACES) return exact
  const share = Math.ceil(exact.values.length / PLACES)
  const [places, weights]: [number[], number[]] = [[], []]
  for (let first = 0; first < exact.values.length; first += share) {
    const group = exact.values.subarray(first, first + share)
    weights.push(group.length)
    places.push(group.reduce((sum, value) => sum + value, 0) / group.length)
  }
  return {
    ...exact,
    values: Float64Array.from(places),
    logs: Float64Array.from(places, Math.log),
    weights: Float64Array.from(weights),
  }
}

/** Neighbouring intervals put together until each has its share of the failures. */
function coarseIntervals(intervals: CountedIntervals): CountedIntervals {
  if (intervals.length <= PLACES) return intervals
  const [from, to, counts]: [number[], number[], number[]] = [[], [], []]
  const share = intervals.counts.reduce((sum, count) => sum + count, 0) / PLACES
  let [start, gathered] = [intervals.from[0] ?? 0, 0]
  for (let index = 0; index < intervals.length; index += 1) {
    gathered += intervals.counts[index] ?? 0
    if (index < intervals.length - 1 && gathered < share) continue
    const end = intervals.to[index] ?? 1
    from.push(start)
    to.push(end)
    counts.push(gathered)
    start = end
    gathered = 0
  }
  return countedIntervals(Float64Array.from(from), Float64Array.from(to), Float64Array.from(counts), true)
}

/**
 * The same failures gathered into some thirty places, for finding where to start; the data themselves when they have
 * no more. Estimates are never taken from it.
 */
export function coarseData(data: ScaledData): ScaledData {
  const exact = coarseTimes(data.exact)
  const intervals = coarseIntervals(data.intervals)
  return exact === data.exact && intervals === data.intervals
    ? data
    : { ...data, exact, intervals, whole: wholePanels(true), isRough: true }
}
