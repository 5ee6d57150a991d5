import type { Phase } from '../../schemas/facts/project.ts'
import { toEpochDay } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'

/** Share of the phases' planned working days that has passed at the end of a date, 0 to 1; 0 without phases. */
export function elapsedShare(phases: readonly Phase[], calendar: WorkCalendar, date: string): number {
  const starts = phases.map(({ plannedStart }) => toEpochDay(plannedStart))
  if (starts.length === 0) return 0
  const start = Math.min(...starts)
  const finish = Math.max(...phases.map(({ plannedFinish }) => toEpochDay(plannedFinish)))
  const planned = calendar.workingDaysIn(start, finish)
  if (toEpochDay(date) >= finish) return 1
  return planned === 0 ? 0 : calendar.workingDaysIn(start, toEpochDay(date)) / planned
}
