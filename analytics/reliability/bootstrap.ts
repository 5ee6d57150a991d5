import { failureData, type FailureData } from './failure-data.ts'
import { fitModel, type Estimate } from './fit-model.ts'
import { meanValueOf, type MeanValue } from './mean-value.ts'
import { poisson, type Random } from './random.ts'

/** A 95 % interval of omega from refits to simulated data. */
export interface BootstrapInterval {
  readonly lower: number
  /** null when more than 2.5 % of the refits had no finite estimate: those count as infinite. */
  readonly upper: number | null
  readonly replicates: number
  readonly withoutEstimate: number
}

/** The time by which a share of m(T) is expected: bisection on the mean value function. */
function timeOf(share: number, mean: MeanValue, observedUntil: number, events: number): number {
  let [near, far] = [0, observedUntil]
  for (let round = 0; round < 52; round += 1) {
    const middle = (near + far) / 2
    if (mean.at(middle) < share * events) near = middle
    else far = middle
  }
  return far
}

/** Data that the estimate could have brought about: Poisson counts for intervals, or as many times. */
function simulate(data: FailureData, mean: MeanValue, random: Random): FailureData {
  const intervals = data.intervals.map((interval) => ({
    ...interval,
    count: poisson(mean.between(interval.from, interval.to), random),
  }))
  const count = data.kind === 'time' ? poisson(data.events, random) : 0
  const times = Array.from({ length: count }, () => timeOf(random(), mean, data.observedUntil, data.events))
  return failureData(
    times.sort((a, b) => a - b),
    intervals,
    data.observedUntil,
  )
}

/**
 * Parametric bootstrap of omega: simulates data from the estimate, fits the same model again, and takes the 2.5 % and
 * 97.5 % quantiles. A refit without a finite estimate counts as omega = infinity.
 *
 * @param random same numbers, same interval
 * @throws {RangeError} for data with exact times and counts together, which cannot be simulated
 */
export function bootstrapOmega(
  data: FailureData,
  estimate: Estimate,
  random: Random,
  replicates = 200,
): BootstrapInterval {
  if (data.kind === 'mixed') throw new RangeError('bootstrapOmega: data must be times or counts, not both')
  const mean = meanValueOf(estimate)
  const totals = Array.from({ length: replicates }, () => {
    const refit = fitModel(estimate.model.name, simulate(data, mean, random)).estimate
    return refit?.parameters['omega'] ?? Infinity
  }).sort((a, b) => a - b)
  const at = (share: number) => totals[Math.min(replicates - 1, Math.floor(share * replicates))] ?? Infinity
  const upper = at(0.975)
  return {
    lower: Math.min(at(0.025), Number.MAX_VALUE),
    upper: Number.isFinite(upper) ? upper : null,
    replicates,
    withoutEstimate: totals.filter((total) => total === Infinity).length,
  }
}
