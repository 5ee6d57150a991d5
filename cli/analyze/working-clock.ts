import { parseCivilDate, toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { createWorkCalendar } from '../../analytics/calendar/work-calendar.ts'

const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::00)?)?$/
const DAY_STARTS = '08'

/** Hours of the clock that are worked: 08:00-12:00 and 13:00-17:00. */
function workedHours(hour: number): number {
  const within = (from: number, to: number) => Math.max(0, Math.min(hour, to) - from)
  return within(8, 12) + within(13, 17)
}

/**
 * Working days, Monday to Friday of 8 hours, from the first working hour of 1970-01-05 to a moment written
 * `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`. A date without a time is its beginning, 08:00, that is the end of the
 * working day before. Null when the text is no such moment.
 *
 * @example
 * workingTime('2006-07-07T08:00') - workingTime('2006-04-17T08:00') // 59
 */
export function workingTime(text: string): number | null {
  const [, date = '', hours = DAY_STARTS, minutes = '00'] = SHAPE.exec(text) ?? []
  const hour = Number(hours) + Number(minutes) / 60
  const day = parseCivilDate(date)
  if (day === null || hour > 24 || Number(minutes) >= 60) return null
  const calendar = createWorkCalendar(undefined, new Set())
  const today = calendar.isWorkingDay(day) ? workedHours(hour) / calendar.hoursPerDay : 0
  return calendar.workingDaysBetween(toEpochDay('1970-01-04'), day - 1) + today
}
