import { type Day, fridays } from './days.ts'

const RECENT_DAYS = 63

/**
 * The days on which something that ran from `from` to `to` was reported: Fridays and the last day. Before
 * the nine weeks that end on `end`, only one Friday in `sparseWeeks`.
 */
export function reportDays(from: Day, to: Day, end: Day, sparseWeeks = 1): Day[] {
  const kept = fridays(from, to).filter(
    (day) => day > end - RECENT_DAYS || Math.floor(day / 7) % sparseWeeks === 0,
  )
  return kept.at(-1) === to ? kept : [...kept, to]
}
