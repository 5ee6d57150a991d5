import { fromEpochDay, toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { isoWeekDays, isoWeekOf } from '../../analytics/calendar/iso-week.ts'

const mondayOf = (day: string) => toEpochDay(isoWeekDays(isoWeekOf(day)).monday)

/** How many ISO weeks there are from the one of `from` to the one of `to`, both civil dates; at least 0. */
export function countWeeks(from: string, to: string): number {
  return Math.max(0, (mondayOf(to) - mondayOf(from)) / 7 + 1)
}

/** The ISO weeks from the one of `from` to the one of `to`, both civil dates. */
export function weeksBetween(from: string, to: string): string[] {
  const weeks: string[] = []
  const last = mondayOf(to)
  for (let monday = mondayOf(from); monday <= last; monday += 7) {
    weeks.push(isoWeekOf(fromEpochDay(monday)))
  }
  return weeks
}
