import { tz } from '@date-fns/tz'
import { getISOWeek, getISOWeekYear } from 'date-fns'
import { fromEpochDay, isoWeekday, toEpochDay, type CivilDate } from './civil-date.ts'

const utc = tz('UTC')

/**
 * The ISO 8601 week a date lies in, as `YYYY-Www`. Weeks begin on Monday; week 1 holds the year's first
 * Thursday, so the first days of January may belong to the year before.
 *
 * @throws {RangeError} when the date does not exist
 * @example
 * isoWeekOf('2026-11-22') // '2026-W47'
 * isoWeekOf('2027-01-01') // '2026-W53'
 */
export function isoWeekOf(date: CivilDate): string {
  const midnight = toEpochDay(date) * 86_400_000
  const year = String(getISOWeekYear(midnight, { in: utc })).padStart(4, '0')
  return `${year}-W${String(getISOWeek(midnight, { in: utc })).padStart(2, '0')}`
}

/**
 * Monday and Sunday of an ISO week.
 *
 * @throws {RangeError} when the week is not written `YYYY-Www` or its year has no such week
 * @example
 * isoWeekDays('2026-W47') // { monday: '2026-11-16', sunday: '2026-11-22' }
 */
export function isoWeekDays(week: string): { readonly monday: CivilDate; readonly sunday: CivilDate } {
  const match = /^(\d{4})-W(\d{2})$/.exec(week)
  if (match === null)
    throw new RangeError(`isoWeekDays: must be written YYYY-Www, got ${JSON.stringify(week)}`)
  const fourthOfJanuary = toEpochDay(`${match[1] ?? ''}-01-04`)
  const monday = fourthOfJanuary - isoWeekday(fourthOfJanuary) + 1 + (Number(match[2]) - 1) * 7
  const days = { monday: fromEpochDay(monday), sunday: fromEpochDay(monday + 6) }
  if (isoWeekOf(days.monday) !== week) throw new RangeError(`isoWeekDays: there is no week ${week}`)
  return days
}
