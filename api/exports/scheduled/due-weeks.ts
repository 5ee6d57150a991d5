import { Cron } from 'croner'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { isoWeekDays, isoWeekOf } from '../../../analytics/calendar/iso-week.ts'
import { civilDateOf, endOfCivilDate } from '../../../analytics/calendar/local-date.ts'

/** A week whose export is due, and since when, in milliseconds. */
export interface DueWeek {
  readonly week: string
  readonly dueAt: number
}

export interface ExportCalendar {
  /** The weeks that are due by now and not among the finished ones, the oldest first. */
  due(now: number, finished: ReadonlySet<string>): DueWeek[]
  /** When the next one will be. */
  next(now: number): number
}

/** No gap is filled that began longer ago than this, in weeks. */
const MOST_WEEKS_BACK = 53

const weekBefore = (week: string, weeks: number) =>
  isoWeekOf(fromEpochDay(toEpochDay(isoWeekDays(week).monday) - 7 * weeks))

/**
 * When weeks are exported: each at the first moment of the cron expression after its end. A gap reaches from the oldest
 * finished export to now; where there is none, only the newest week is due.
 *
 * @throws {Error} when the expression is none or never comes
 */
export function exportCalendar(cron: string, timeZone: string): ExportCalendar {
  const clock = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' })

  function dueAt(week: string): number {
    const end = endOfCivilDate(isoWeekDays(week).sunday, timeZone)
    const next = clock.nextRun(new Date(end - 1))
    if (next === null) throw new Error(`exports: ${cron} never comes after ${week}`)
    return next.getTime()
  }

  const runningWeek = (now: number) => isoWeekOf(civilDateOf(now, timeZone))

  return {
    due: (now, finished) => {
      const running = runningWeek(now)
      const oldest = [...finished].sort()[0]
      const weeks: DueWeek[] = []
      for (let back = 1; back <= MOST_WEEKS_BACK; back += 1) {
        const week = weekBefore(running, back)
        const at = dueAt(week)
        if (at > now) continue
        if (!finished.has(week)) weeks.unshift({ week, dueAt: at })
        if (oldest === undefined || week <= oldest) break
      }
      return weeks
    },
    next: (now) => {
      const last = weekBefore(runningWeek(now), 1)
      const at = dueAt(last)
      return at > now ? at : dueAt(runningWeek(now))
    },
  }
}
