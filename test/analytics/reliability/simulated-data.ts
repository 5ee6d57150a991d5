import { failureCounts, failureTimes, type FailureData } from '../../../analytics/reliability/failure-data.ts'
import { models } from '../../../analytics/reliability/models/index.ts'
import type { ModelName, Theta } from '../../../analytics/reliability/models/model.ts'
import { poisson, seededRandom, type Random } from '../../../analytics/reliability/random.ts'

/** The end of every simulated observation. */
export const END = 400

/** A theta of each model with some growth by the end, found by looking at its curve; END is the unit of time. */
export const truth: Readonly<Record<ModelName, Theta>> = {
  'goel-okumoto': [Math.log(2.5)],
  'delayed-s-shaped': [Math.log(5)],
  'inflection-s-shaped': [Math.log(8), Math.log(20)],
  weibull: [Math.log(0.4), Math.log(1.5)],
  gamma: [Math.log(3), Math.log(8)],
  gompertz: [Math.log(6), Math.log(6)],
  'truncated-normal': [-0.5, Math.log(8)],
  'truncated-gumbel-min': [Math.log(0.6), Math.log(3)],
  'log-logistic': [Math.log(0.3), Math.log(0.4)],
  'musa-okumoto': [Math.log(20)],
  'power-law': [Math.log(0.5)],
}

/** Times of a Poisson process with m(END) = expected, by inverting its mean value function. */
export function simulatedTimes(name: ModelName, theta: Theta, expected: number, random: Random): number[] {
  const shape = models[name].shapeAt(theta, Math.log(END))
  const share = (time: number) => Math.exp(shape.logIncrement(0, time) - shape.logTotal)
  return Array.from({ length: poisson(expected, random) }, () => {
    const wanted = random()
    let [near, far] = [0, 1]
    for (let round = 0; round < 60; round += 1) {
      const middle = (near + far) / 2
      if (share(middle) < wanted) near = middle
      else far = middle
    }
    return far * END
  }).sort((a, b) => a - b)
}

/** Times put into intervals with these ends. */
export function counted(times: readonly number[], ends: readonly number[]): FailureData {
  const counts = ends.map(
    (end, index) => times.filter((time) => time > (ends[index - 1] ?? 0) && time <= end).length,
  )
  return failureCounts(ends, counts)
}

export const equalEnds = (intervals: number) =>
  Array.from({ length: intervals }, (_, index) => ((index + 1) * END) / intervals)

/** A series of a model, as times or counts of intervals, the same for the same seed. */
export function simulated(
  name: ModelName,
  expected: number,
  seed: number,
  intervals: number | null,
  theta: Theta = truth[name],
): FailureData {
  const times = simulatedTimes(name, theta, expected, seededRandom(seed))
  return intervals === null ? failureTimes(times, END) : counted(times, equalEnds(intervals))
}
