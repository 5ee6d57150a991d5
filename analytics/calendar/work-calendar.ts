import type { WorkCalendarDeclaration } from '../../schemas/facts/project.ts'
import { isoWeekday, toEpochDay, type CivilDate, type EpochDay } from './civil-date.ts'
import { partitionPoint } from './partition-point.ts'

/** The working days of one project. Every count is O(log h) in the number of holidays. */
export interface WorkCalendar {
  readonly hoursPerDay: number
  readonly isWorkingDay: (day: EpochDay) => boolean
  /** Working days in (after, through]; negative when `through` lies before `after`. */
  readonly workingDaysBetween: (after: EpochDay, through: EpochDay) => number
  /** Working days in [first, last]; 0 when `last` lies before `first`. */
  readonly workingDaysIn: (first: EpochDay, last: EpochDay) => number
  /**
   * The n-th working day after a day; a fraction counts as a whole day, `n <= 0` is the day itself.
   *
   * @throws {RangeError} when n is not finite
   */
  readonly nthWorkingDayAfter: (day: EpochDay, n: number) => EpochDay
}

/** Days off as civil dates. Who makes many calendars of the same ones hands over their epoch days too. */
export interface Holidays extends ReadonlySet<CivilDate> {
  readonly epochDays?: readonly EpochDay[]
}

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]
const DEFAULT_HOURS_PER_DAY = 8
/** A duration this little above a whole number of days is that number: it is rounding, not work. */
const ROUNDING = 1e-9

/**
 * The work calendar of a project: its working weekdays (default Monday to Friday) without its holidays.
 * Holidays are the dates listed in the declaration and those in `holidays`, in which the caller hands over
 * what `holidays: "JP"` stands for. Hours per day default to 8.
 *
 * A span without any working day has no working time: what is planned wholly within it is planned at its end
 * (see `plannedProfile` in the earned value part).
 *
 * @throws {RangeError} when a holiday is not an existing date or there is no working weekday
 * @example
 * const calendar = createWorkCalendar(undefined, new Set(['2026-11-23']))
 * calendar.workingDaysIn(toEpochDay('2026-11-20'), toEpochDay('2026-11-24')) // 2
 */
export function createWorkCalendar(
  declaration: WorkCalendarDeclaration | undefined,
  holidays: Holidays,
): WorkCalendar {
  const weekdays = new Set(declaration?.workingDays ?? MONDAY_TO_FRIDAY)
  if (weekdays.size === 0) throw new RangeError('createWorkCalendar: needs at least one working weekday')
  const declared = Array.isArray(declaration?.holidays) ? declaration.holidays : []
  const publicDays = holidays.epochDays ?? [...holidays].map((date) => toEpochDay(date))
  const closed = new Set([...declared.map((date) => toEpochDay(date)), ...publicDays])
  // A holiday on a weekend takes no working day away.
  const lost = [...closed].filter((day) => weekdays.has(isoWeekday(day))).sort((a, b) => a - b)

  /** Working weekdays in the first k days of a week, k = 0 to 6. */
  const inFirstDays = [0, 1, 2, 3, 4, 5, 6].map((k) => [...weekdays].filter((weekday) => weekday <= k).length)
  /** Working days from a fixed Monday up to and including a day, less than 0 before it. */
  const ordinal = (day: EpochDay): number => {
    const fromMonday = day + 4 // day -3, 1969-12-29, was a Monday
    const weeks = Math.floor(fromMonday / 7)
    const inWeek = inFirstDays[fromMonday - weeks * 7] ?? 0
    return weeks * weekdays.size + inWeek - partitionPoint(lost, (holiday) => holiday <= day)
  }

  const nthWorkingDayAfter = (day: EpochDay, n: number): EpochDay => {
    if (!Number.isFinite(n)) throw new RangeError(`nthWorkingDayAfter: n must be finite, got ${n}`)
    const whole = Math.ceil(n - ROUNDING)
    if (whole <= 0) return day
    const target = ordinal(day) + whole
    let [before, reached] = [day, day + Math.ceil(((whole + lost.length) / weekdays.size) * 7) + 7]
    while (reached - before > 1) {
      const middle = Math.floor((before + reached) / 2)
      if (ordinal(middle) >= target) reached = middle
      else before = middle
    }
    return reached
  }

  return {
    hoursPerDay: declaration?.hoursPerDay ?? DEFAULT_HOURS_PER_DAY,
    isWorkingDay: (day) => weekdays.has(isoWeekday(day)) && !closed.has(day),
    workingDaysBetween: (after, through) => ordinal(through) - ordinal(after),
    workingDaysIn: (first, last) => (last < first ? 0 : ordinal(last) - ordinal(first - 1)),
    nthWorkingDayAfter,
  }
}
