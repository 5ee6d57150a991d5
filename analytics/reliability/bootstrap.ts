import type { FailureData } from './failure-data.ts'
import { fitModel, type Estimate } from './fit-model.ts'
import { meanValueOf } from './mean-value.ts'
import type { ModelName } from './models/model.ts'
import { seededRandom } from './random.ts'
import { simulateFailures } from './simulate.ts'

/** The most replicates that may be asked for. */
export const MOST_REPLICATES = 1000

/** What is to be simulated: how often, and from which seed. The same numbers give the same interval. */
export interface BootstrapPlan {
  readonly replicates: number
  readonly seed: number
}

/** 95 % intervals from refits to simulated data. */
export interface BootstrapInterval extends BootstrapPlan {
  /** No upper end when more than 2.5 % of the refits had no finite estimate: those count as infinite. */
  readonly omega: readonly [number, number | null]
  /** Simulated total less what that simulation had found. */
  readonly residual: readonly [number, number | null]
  readonly withoutEstimate: number
}

/** One simulated total, and what is left of it; both Infinity without a finite estimate. */
interface Replicate {
  readonly omega: number
  readonly residual: number
}

/** The 2.5 % and the 97.5 % quantile; infinite as a lower end is as far as a number goes. */
function ends(values: readonly number[]): [number, number | null] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const upper = at(0.975)
  return [Math.min(at(0.025), Number.MAX_VALUE), Number.isFinite(upper) ? upper : null]
}

/**
 * Parametric bootstrap of omega and the residual: simulates data from the estimate, fits the same model again, and
 * takes the 2.5 % and 97.5 % quantiles. It yields after each replicate, so that a caller may do something else
 * meanwhile or stop.
 *
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13
 * @throws {RangeError} for data with exact times and counts together, which cannot be simulated
 */
export function* bootstrapping(
  data: FailureData,
  name: ModelName,
  estimate: Estimate,
  { replicates, seed }: BootstrapPlan,
): Generator<undefined, BootstrapInterval> {
  if (data.kind === 'mixed') throw new RangeError('bootstrapping: data must be times or counts, not both')
  const random = seededRandom(seed)
  const mean = meanValueOf(estimate)
  const found: Replicate[] = []
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const simulated = simulateFailures(data, mean, random)
    const omega = fitModel(name, simulated).estimate?.parameters['omega'] ?? Infinity
    found.push({ omega, residual: Math.max(0, omega - simulated.events) })
    yield
  }
  return {
    replicates,
    seed,
    omega: ends(found.map(({ omega }) => omega)),
    residual: ends(found.map(({ residual }) => residual)),
    withoutEstimate: found.filter(({ omega }) => omega === Infinity).length,
  }
}

/** {@link bootstrapping} without a pause. */
export function bootstrapOmega(
  data: FailureData,
  name: ModelName,
  estimate: Estimate,
  plan: BootstrapPlan,
): BootstrapInterval {
  const run = bootstrapping(data, name, estimate, plan)
  for (;;) {
    const step = run.next()
    if (step.done === true) return step.value
  }
}
