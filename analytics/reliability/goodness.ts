import type { FailureData } from './failure-data.ts'
import type { Estimate } from './fit-model.ts'
import { kolmogorovSurvival } from './kolmogorov.ts'
import { meanValueOf, type MeanValue } from './mean-value.ts'
import { chiSquaredSurvival } from './special/incomplete-gamma.ts'

/** An absolute test of fit: AIC only ranks, this says whether a model describes the data at all. */
export interface Goodness {
  readonly test: 'kolmogorov-smirnov' | 'dispersion'
  readonly statistic: number
  readonly degreesOfFreedom: number | null
  /** The probability of a worse fit if the model were true. */
  readonly probability: number
  readonly rejected: boolean
}

/** A model is rejected below this probability. Strict, because defects come in clusters that no model has. */
const SIGNIFICANCE = 0.01
/** Neighbouring intervals are put together until this many failures are expected in each. */
const LEAST_EXPECTED = 5

/**
 * Distance of the transformed times m(t_i) / N, uniform if the model is true. The probability ignores that the
 * parameters were estimated from the same data and is therefore too large: it rejects too rarely, never too often.
 */
function kolmogorovSmirnov(times: readonly number[], mean: MeanValue): Goodness {
  const n = times.length
  let statistic = 0
  for (const [index, time] of times.entries()) {
    const position = mean.at(time) / n
    statistic = Math.max(statistic, (index + 1) / n - position, position - index / n)
  }
  const probability = kolmogorovSurvival(statistic, n)
  return {
    test: 'kolmogorov-smirnov',
    statistic,
    degreesOfFreedom: null,
    probability,
    rejected: probability < SIGNIFICANCE,
  }
}

/** Observed and expected failures of neighbouring intervals put together; a rest too small joins the last. */
function cells({ intervals }: FailureData, mean: MeanValue): { observed: number; expected: number }[] {
  const gathered: { observed: number; expected: number }[] = []
  let [observed, expected] = [0, 0]
  for (const { from, to, count } of intervals) {
    observed += count
    expected += mean.between(from, to)
    if (expected < LEAST_EXPECTED) continue
    gathered.push({ observed, expected })
    observed = 0
    expected = 0
  }
  const last = gathered.at(-1)
  if (last !== undefined) {
    last.observed += observed
    last.expected += expected
  }
  return gathered
}

/** Pearson's sum of (x - m)^2 / m over the cells, chi-squared with cells - parameters degrees of freedom. */
function dispersion(data: FailureData, mean: MeanValue, parameterCount: number): Goodness | null {
  const gathered = cells(data, mean)
  const degreesOfFreedom = gathered.length - parameterCount
  if (degreesOfFreedom < 1) return null
  const statistic = gathered.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  )
  const probability = chiSquaredSurvival(statistic, degreesOfFreedom)
  return {
    test: 'dispersion',
    statistic,
    degreesOfFreedom,
    probability,
    rejected: probability < SIGNIFICANCE,
  }
}

/**
 * Kolmogorov-Smirnov for exact times, the dispersion of Pearson's residuals for counts.
 *
 * @returns null when there are too few failures to test with, or the data are mixed
 */
export function goodnessOfFit(data: FailureData, estimate: Estimate): Goodness | null {
  const mean = meanValueOf(estimate)
  if (data.kind === 'mixed') return null
  return data.kind === 'time'
    ? kolmogorovSmirnov(data.times, mean)
    : dispersion(data, mean, estimate.parameterCount)
}
