import { fromEpochDay, type CivilDate, type EpochDay } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import type { TimeForecasts } from './time-forecasts.ts'

type DatesOf<Forecasts> = Readonly<Record<Exclude<keyof Forecasts, 'notMeasurable'>, CivilDate | null>>

/** The nine forecast finishes as civil dates, `null` where the forecast is (its reason stands there). */
export type ForecastFinishDates = { readonly [Method in keyof TimeForecasts]: DatesOf<TimeForecasts[Method]> }

/** A duration beyond this many working days is no date of the calendar that a project could mean. */
const LONGEST = 1_000_000

/**
 * The civil date on which a duration ends: the working day in which its last part is done. `null` when there is
 * no duration or when it would end some thousand years from now.
 *
 * @param firstDay the day at whose start the duration begins
 * @param duration working days; a fraction takes the whole day
 */
export function finishDate(
  calendar: WorkCalendar,
  firstDay: EpochDay | null,
  duration: number | null,
): CivilDate | null {
  if (firstDay === null || duration === null || duration > LONGEST) return null
  return fromEpochDay(Math.max(firstDay, calendar.nthWorkingDayAfter(firstDay - 1, duration)))
}

/** The nine forecasts of duration as finish dates on the project's calendar. */
export function forecastFinishDates(
  forecasts: TimeForecasts,
  calendar: WorkCalendar,
  firstDay: EpochDay | null,
): ForecastFinishDates {
  const at = (duration: number | null) => finishDate(calendar, firstDay, duration)
  const { plannedValue, earnedDuration, earnedSchedule } = forecasts
  const bySchedule = (method: TimeForecasts['plannedValue']) => ({
    plannedRate: at(method.plannedRate),
    scheduleIndex: at(method.scheduleIndex),
    scheduleCostIndex: at(method.scheduleCostIndex),
  })
  return {
    plannedValue: bySchedule(plannedValue),
    earnedDuration: bySchedule(earnedDuration),
    earnedSchedule: {
      plannedRate: at(earnedSchedule.plannedRate),
      timeIndex: at(earnedSchedule.timeIndex),
      timeCostIndex: at(earnedSchedule.timeCostIndex),
    },
  }
}
