import holidayJp from '@holiday-jp/holiday_jp'
import { toEpochDay } from '../analytics/calendar/civil-date.ts'
import type { ResolveHolidays } from '../analytics/indicators/build-view.ts'

/** The public holidays of Japan by the name `JP`, from the holiday-jp data set (1970 to 2050). */
export function publicHolidays(): ResolveHolidays {
  const dates = Object.keys(holidayJp.holidays)
  const japan = Object.assign(new Set(dates), { epochDays: dates.map((date) => toEpochDay(date)) })
  return () => japan
}
