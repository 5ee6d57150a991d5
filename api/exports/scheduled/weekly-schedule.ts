import type { Logger } from 'pino'
import type { Schedule } from '../../compose/schedule.ts'
import type { DueWeek, ExportCalendar } from './due-weeks.ts'
import type { Manifest } from './manifest.ts'
import type { ExportTarget } from './target.ts'

export interface WeeklySchedulePorts {
  readonly calendar: ExportCalendar
  readonly target: Pick<ExportTarget, 'finished'>
  /** Exports a week; null when another process was first. `checkpoint` throws when it is to be given up. */
  readonly exportWeek: (due: DueWeek, checkpoint: () => void) => Promise<Manifest | null>
  /** Up to when nothing can be learned any more that was received earlier, in milliseconds. */
  readonly settledUntil: () => number
  readonly now: () => number
  readonly schedule: Schedule
  readonly logger: Pick<Logger, 'info' | 'error'>
}

/** Exports that nobody has to ask for. */
export interface WeeklySchedule {
  start(): void
  /** Gives up what is being written; nothing half-written is left to be seen. */
  stop(): Promise<void>
}

/** Timers hold no more than 24.8 days; a clock that was set is noticed within the hour. */
const LONGEST_WAIT = 3_600_000
const AFTER_FAILURE = 300_000
/** A week is due and facts of before are still being stored. */
const UNTIL_SETTLED = 5000

class Stopped extends Error {}

/** Nobody exports by schedule. */
export const noWeeklySchedule: WeeklySchedule = { start: () => undefined, stop: () => Promise.resolve() }

/**
 * Writes every week that is due and not finished, the oldest first, and looks again when the next one is due. Which ones
 * are finished is read from the target each time, so a gap after downtime is filled and a failure is made up for.
 */
export function createWeeklySchedule(ports: WeeklySchedulePorts): WeeklySchedule {
  const { calendar, target, schedule, logger } = ports
  let isStopped = false
  let work: Promise<void> = Promise.resolve()
  let callOff: () => void = () => undefined

  function checkpoint(): void {
    if (isStopped) throw new Stopped()
  }

  /** Milliseconds until the next look. */
  async function look(): Promise<number> {
    const now = ports.now()
    const due = calendar.due(now, await target.finished())
    for (const week of due) {
      if (week.dueAt >= ports.settledUntil()) return UNTIL_SETTLED
      checkpoint()
      const manifest = await ports.exportWeek(week, checkpoint)
      if (manifest === null) logger.info({ event: 'export.week.taken', week: week.week })
      else {
        const { rows, files, omitted } = manifest
        logger.info({ event: 'export.week.written', week: week.week, rows, files: files.length, omitted })
      }
    }
    return Math.min(LONGEST_WAIT, Math.max(0, calendar.next(now) - ports.now()))
  }

  function lookNow(): void {
    work = look()
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) logger.error({ event: 'export.week.failed', ...named(error) })
        return AFTER_FAILURE
      })
      .then((wait) => {
        if (!isStopped) callOff = schedule(wait, lookNow)
      })
  }

  return {
    start: lookNow,
    stop: async () => {
      isStopped = true
      callOff()
      await work
    },
  }
}

/** Of an error what is no row and no key: the message of the engine quotes the statement. */
function named(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, type } = error as Error & { code?: unknown; type?: unknown }
  return { name: error.name, code, type }
}
