import type { CountedInterval, FailureData } from './failure-data.ts'
import type { ModelName } from './models/model.ts'

/** The sum over all failures of a moment of its time: exact, or the mean of it over its interval. */
function meanOf(
  data: FailureData,
  exact: (time: number) => number,
  within: (interval: CountedInterval) => number,
): number {
  let sum = 0
  for (const time of data.times) sum += exact(time)
  for (const interval of data.intervals) {
    if (interval.count > 0) sum += interval.count * within(interval)
  }
  return sum / data.events
}

/** Whether every failure was counted in the first interval: then rates grow without limit. */
export function isAllInFirstInterval({ intervals, events }: FailureData): boolean {
  return events > 0 && intervals[0]?.from === 0 && intervals[0].count === events
}

const centre = ({ from, to }: CountedInterval): number => (from + to) / 2

/** (2/3) (b^3 - a^3) / (b^2 - a^2): the mean of a time whose density rises like t over the interval. */
const risingCentre = ({ from, to }: CountedInterval): number =>
  ((2 / 3) * (from * from + from * to + to * to)) / (from + to)

/**
 * Whether the likelihood has a maximum at a finite omega, from the sign of the profile score as b -> 0; known in
 * closed form for two models. Otherwise the likelihood rises for ever as omega grows: the detection rate is not
 * falling, and a number printed as an estimate would be made up.
 *
 * | model | finite if and only if |
 * |---|---|
 * | goel-okumoto | mean of t_i, or of the middles of the intervals, < T / 2 |
 * | delayed-s-shaped | mean of t_i, or of (2/3)(s_i^3 - s_{i-1}^3) / (s_i^2 - s_{i-1}^2), < 2T / 3 |
 *
 * and not all failures in the first interval.
 *
 * @see Hossain & Dahiya (1993), IEEE Transactions on Reliability 42; Knafl & Morgan (1996), ibid. 45
 * @returns null when the model has no such condition: a search has to find out
 */
export function finiteEstimateExists(model: ModelName, data: FailureData): boolean | null {
  if (model !== 'goel-okumoto' && model !== 'delayed-s-shaped') return null
  if (data.events === 0 || isAllInFirstInterval(data)) return false
  return model === 'goel-okumoto'
    ? meanOf(data, (time) => time, centre) < data.observedUntil / 2
    : meanOf(data, (time) => time, risingCentre) < (2 * data.observedUntil) / 3
}
