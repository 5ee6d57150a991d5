import { tzOffset } from '@date-fns/tz'
import { fromEpochDay, toEpochDay, type CivilDate } from './civil-date.ts'

const DAY = 86_400_000
const MINUTE = 60_000

/** What the wall clock of the zone shows at an instant, read as if it were UTC. */
function wallClockAt(instant: number, timeZone: string): number {
  const clock = instant + tzOffset(timeZone, new Date(instant)) * MINUTE
  if (!Number.isFinite(clock)) {
    throw new RangeError(`civil date: no instant ${instant} in time zone ${JSON.stringify(timeZone)}`)
  }
  return clock
}

/** The least instant in (low, high] at which `reached` holds, given that it holds at `high`. */
function firstInstant(low: number, high: number, reached: (instant: number) => boolean): number {
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (reached(middle)) after = middle
    else before = middle
  }
  return after
}

/**
 * The civil date that an instant (milliseconds since 1970 UTC) falls on in an IANA time zone.
 *
 * @throws {RangeError} when the zone is unknown or the instant is not finite
 * @example
 * civilDateOf(Date.parse('2026-11-21T15:00:00Z'), 'Asia/Tokyo') // '2026-11-22'
 */
export function civilDateOf(instant: number, timeZone: string): CivilDate {
  return fromEpochDay(Math.floor(wallClockAt(instant, timeZone) / DAY))
}

/**
 * The first instant of a civil date in a zone, safe across daylight saving time: midnight (the earlier one
 * when the clock shows it twice), or the end of the gap when the clock skips it.
 *
 * @throws {RangeError} when the zone is unknown or the date does not exist
 * @example
 * startOfCivilDate('2026-11-22', 'Asia/Tokyo') // Date.parse('2026-11-21T15:00:00Z')
 */
export function startOfCivilDate(date: CivilDate, timeZone: string): number {
  const midnight = toEpochDay(date) * DAY
  const exact = [midnight - DAY, midnight + DAY]
    .map((near) => midnight - (wallClockAt(near, timeZone) - near))
    .filter((instant) => wallClockAt(instant, timeZone) === midnight)
  if (exact.length > 0) return Math.min(...exact)
  // No zone is a day from UTC; a skipped midnight ends where the clock first shows that it has passed.
  return firstInstant(midnight - DAY, midnight + DAY, (at) => wallClockAt(at, timeZone) >= midnight)
}

/**
 * The first instant after a civil date in a zone, that is the start of the next one: an exclusive end. A date
 * lasts 23, 24 or 25 hours, and one that the zone skipped altogether lasts none.
 *
 * @throws {RangeError} when the zone is unknown or the date does not exist
 */
export function endOfCivilDate(date: CivilDate, timeZone: string): number {
  return startOfCivilDate(fromEpochDay(toEpochDay(date) + 1), timeZone)
}
