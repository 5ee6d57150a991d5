import type { Random } from '../compose/retry-after.ts'

/** Attempts before an endpoint is given up for one notification. */
export const MOST_ATTEMPTS = 10

const FIRST = 5000
const FACTOR = 4
const LONGEST = 6 * 3_600_000

/**
 * Milliseconds until the next attempt after `attempt` failed ones: 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, then 6 h,
 * each shortened by up to a half at random, so that receivers that come back are not met by everybody at once.
 */
export function backoff(attempt: number, random: Random): number {
  const longest = Math.min(LONGEST, FIRST * FACTOR ** (attempt - 1))
  return Math.round(longest * (1 - random() / 2))
}
