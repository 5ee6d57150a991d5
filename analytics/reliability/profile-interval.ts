import type { Estimate } from './fit-model.ts'
import { logLikelihoodAt, logOmegaAt } from './likelihood.ts'
import { maximize } from './maximize.ts'
import type { Theta } from './models/model.ts'

/** The 95 % quantile of chi-squared with one degree of freedom. */
const CHI_SQUARED_95 = 3.841458820694124
/** ln of the factor over omega beyond which it counts as unbounded. */
const FARTHEST = Math.log(1e6)
const MOST_ROUNDS = 40

/** One end of an interval: omega there, and the other parameters that then fit best. */
export interface ProfileEnd {
  readonly omega: number
  readonly theta: Theta
}

/** A 95 % interval of omega; a missing upper end means that the data set no limit to it. */
export interface ProfileInterval {
  readonly lower: ProfileEnd
  readonly upper: ProfileEnd | null
}

interface Point {
  readonly logOmega: number
  readonly theta: Theta
  /** Square root of twice the loss of log-likelihood: about linear in ln omega. */
  readonly distance: number
}

const everywhere = (): boolean => true

/** A walk along the profile of omega, each maximum over theta starting from the line through the last two. */
function createProfile({ model, data, theta, logLikelihood }: Estimate) {
  const summit: Point = { logOmega: logOmegaAt(model, data, theta), theta, distance: 0 }
  const profileAt = (logOmega: number, near: Point, other: Point): Point => {
    const gap = near.logOmega - other.logOmega
    const ratio = gap === 0 ? 0 : Math.max(-4, Math.min(4, (logOmega - near.logOmega) / gap))
    const guess = near.theta.map((value, index) => value + ratio * (value - (other.theta[index] ?? value)))
    const objective = (at: Theta) => logLikelihoodAt(model, data, logOmega, at)
    const start = objective(guess) > objective(near.theta) ? guess : near.theta
    const found = maximize(objective, start, everywhere, 'value')
    return {
      logOmega,
      theta: found.theta,
      distance: Math.sqrt(Math.max(0, 2 * (logLikelihood - found.value))),
    }
  }
  return { summit, profileAt }
}

/** The end on one side: expands until the loss is large enough, then closes in by false position. */
function endOf(estimate: Estimate, direction: 1 | -1, firstStep: number): ProfileEnd | null {
  const { summit, profileAt } = createProfile(estimate)
  const target = Math.sqrt(CHI_SQUARED_95)
  let inner = summit
  let outer = summit
  let away = 0
  for (let step = firstStep; outer.distance < target; step *= 1.6) {
    if (away >= FARTHEST) return null
    away = Math.min(FARTHEST, away + step)
    const before = inner
    inner = outer
    outer = profileAt(summit.logOmega + direction * away, inner, before)
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const width = outer.logOmega - inner.logOmega
    if (Math.abs(width) < 1e-9) break
    const share = (target - inner.distance) / (outer.distance - inner.distance)
    // Away from the ends of the bracket, so that it always shrinks.
    const at = inner.logOmega + width * Math.min(0.98, Math.max(0.02, share))
    const next = profileAt(at, inner, outer)
    if (Math.abs(next.distance - target) < 1e-6) return { omega: Math.exp(at), theta: next.theta }
    if (next.distance < target) inner = next
    else outer = next
  }
  return { omega: Math.exp(inner.logOmega), theta: inner.theta }
}

/**
 * The 95 % profile-likelihood interval of omega: {omega: 2 (LLmax - max over theta of LL) <= 3.841}.
 *
 * It follows the likelihood where a Wald interval would be symmetric about the estimate, and says so when the data
 * set no upper limit: the loss stays below 3.841 up to a million times the estimate.
 *
 * @see Venzon & Moolgavkar (1988), Applied Statistics 37
 */
export function omegaInterval(estimate: Estimate): ProfileInterval | null {
  const error = estimate.standardErrors?.['omega']
  const omega = estimate.parameters['omega']
  if (error === undefined || omega === undefined) return null
  const step = Math.min(1.5, Math.max(1e-4, (1.8 * error) / omega))
  const lower = endOf(estimate, -1, step)
  return lower === null ? null : { lower, upper: endOf(estimate, 1, step) }
}
