import type { Estimate } from './fit-model.ts'
import type { Theta } from './models/model.ts'
import { omegaProfile, type OmegaProfile, type ProfilePoint } from './omega-profile.ts'

/** The 95 % quantile of chi-squared with one degree of freedom. */
const CHI_SQUARED_95 = 3.841458820694124
/** ln of the factor over omega beyond which it counts as unbounded. */
const FARTHEST = Math.log(1e6)
const MOST_ROUNDS = 60
/** An end whose square root of twice the loss is as close as this to that of the quantile. */
const CLOSE = 1e-6

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

/** The end on one side: Newton's method on the distance, kept between a point too near and one too far. */
function endOf(profile: OmegaProfile, direction: 1 | -1, firstStep: number): ProfileEnd | null {
  const target = Math.sqrt(CHI_SQUARED_95)
  let inner = profile.summit
  let outer: ProfilePoint | null = null
  let near = inner
  let away = firstStep
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const point = profile.at(profile.summit.logOmega + direction * away, near)
    const { distance } = point
    near = point
    if (point.sharp) {
      if (Math.abs(distance - target) < CLOSE) return endAt(point)
      if (distance < target) inner = point
      else outer = point
      if (outer === null && away >= FARTHEST) return null
    }
    const [least, most] = [inner, outer ?? inner].map(({ logOmega }) =>
      Math.abs(logOmega - profile.summit.logOmega),
    ) as [number, number]
    const newton = away + (target - distance) / Math.abs(point.slope)
    if (outer === null) {
      const further = Number.isFinite(newton) ? newton : Infinity
      away = Math.min(FARTHEST, Math.max(away * (point.sharp ? 1.1 : 0.5), Math.min(further, away * 3)))
    } else {
      if (most - least < 1e-10) break
      // Every fourth round in the middle, so that the bracket always shrinks.
      const isUsable = newton > least && newton < most && round % 4 !== 3
      away = isUsable ? newton : (least + most) / 2
    }
  }
  return endAt(inner)
}

const endAt = ({ logOmega, theta }: ProfilePoint): ProfileEnd => ({ omega: Math.exp(logOmega), theta })

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
  const step = Math.min(1.5, Math.max(1e-6, (1.96 * error) / omega))
  const profile = omegaProfile(estimate)
  const lower = endOf(profile, -1, step)
  return lower === null ? null : { lower, upper: endOf(profile, 1, step) }
}
