import holidayJp from '@holiday-jp/holiday_jp'
import type { ResolveHolidays } from '../analytics/indicators/build-view.ts'

/** The public holidays of Japan by the name `JP`, from the holiday-jp data set (1970 to 2050). */
export function publicHolidays(): ResolveHolidays {
  const japan: ReadonlySet<string> = new Set(Object.keys(holidayJp.holidays))
  return () => japan
}
