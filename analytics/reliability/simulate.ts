import { failureData, type FailureData } from './failure-data.ts'
import type { MeanValue } from './mean-value.ts'
import { poisson, type Random } from './random.ts'

const CELLS = 256
const MOST_ROUNDS = 40

/** The time by which a share of m(T) is expected: from a table of m, by false position within its cell. */
function quantiles({ at }: MeanValue, observedUntil: number): (share: number) => number {
  const times = Array.from({ length: CELLS + 1 }, (_, cell) => (cell / CELLS) * observedUntil)
  const expected = times.map(at)
  const total = expected.at(-1) ?? 0
  return (share) => {
    const wanted = share * total
    let low = 0
    let high = CELLS
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((expected[middle] ?? 0) < wanted) low = middle
      else high = middle
    }
    let [near, far] = [times[low] ?? 0, times[high] ?? observedUntil]
    let [below, above] = [(expected[low] ?? 0) - wanted, (expected[high] ?? 0) - wanted]
    for (let round = 0; round < MOST_ROUNDS && far - near > 1e-12 * observedUntil; round += 1) {
      // Every third round in the middle: a bracket with one end that stays would close in slowly.
      const isUsable = round % 3 !== 2 && above > below
      const time = isUsable ? near - (below * (far - near)) / (above - below) : (near + far) / 2
      const excess = at(time) - wanted
      if (Math.abs(excess) < 1e-9 * total) return time
      if (excess < 0) [near, below] = [time, excess]
      else [far, above] = [time, excess]
    }
    return far
  }
}

/**
 * Data that an estimate could have brought about, seen in the same way: Poisson counts for the intervals, or as many
 * exact times as come.
 */
export function simulateFailures(data: FailureData, mean: MeanValue, random: Random): FailureData {
  const { observedUntil, events } = data
  const intervals = data.intervals.map((interval) => ({
    ...interval,
    count: poisson(mean.between(interval.from, interval.to), random),
  }))
  if (data.kind !== 'time') return failureData([], intervals, observedUntil)
  const timeOf = quantiles(mean, observedUntil)
  const times = Array.from({ length: poisson(events, random) }, () =>
    Math.max(timeOf(random()), Number.MIN_VALUE),
  )
  return failureData(
    times.sort((a, b) => a - b),
    [],
    observedUntil,
  )
}
