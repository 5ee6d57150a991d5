import type { Condition } from '../../schemas/policy.ts'

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
