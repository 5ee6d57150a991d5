import type { Condition } from '../../schemas/policy.ts'
import type { Interval } from '../statistics/intervals.ts'

/** Limits hold within this relative error, so that 0.1 + 0.2 does not miss a limit of 0.3. */
const RELATIVE_TOLERANCE = 1e-9

type Limits = Pick<Condition, 'lower' | 'upper' | 'worst'>

const slack = (limit: number) => RELATIVE_TOLERANCE * Math.max(1, Math.abs(limit))

export function isBelow(actual: number, lower: number | undefined): boolean {
  return lower !== undefined && actual < lower - slack(lower)
}

export function isAbove(actual: number, upper: number | undefined): boolean {
  return upper !== undefined && actual > upper + slack(upper)
}

/** Whether the value lies within the limits, both included. */
export function isWithin(actual: number, limits: Limits): boolean {
  return !isBelow(actual, limits.lower) && !isAbove(actual, limits.upper)
}

/**
 * Whether a limit lies inside the interval, so that the true value may be on either side of it. An interval that ends
 * at a limit does not cover it: both limits belong to what is allowed.
 */
export function coversLimit(interval: Interval | undefined, { lower, upper }: Limits): boolean {
  if (interval === undefined) return false
  const [low, high] = interval
  const isInside = (limit: number | undefined) => isBelow(low, limit) && isAbove(high, limit)
  return isInside(lower) || isInside(upper)
}

/**
 * Share of a condition's weight that counts in the score: 1 within the limits, falling linearly to 0 at
 * the declared worst value; without a worst value nothing beyond the limit counts.
 */
export function credit(actual: number, limits: Limits): number {
  if (isWithin(actual, limits)) return 1
  const below = isBelow(actual, limits.lower)
  const limit = below ? limits.lower : limits.upper
  const worst = below ? limits.worst?.lower : limits.worst?.upper
  if (limit === undefined || worst === undefined) return 0
  return Math.min(1, Math.max(0, (actual - worst) / (limit - worst)))
}
