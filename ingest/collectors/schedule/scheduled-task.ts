import type { EarningMethod } from '../../../schemas/facts/plan.ts'

/** Hours of work, or money: what a plan is budgeted in. */
export type Measure = 'hours' | 'cost'

/** A task of a schedule that is worked on itself: no summary of others. */
export interface ScheduledTask {
  readonly id: string
  readonly name: string
  /** Names of the summaries around it, from the outermost. */
  readonly path: readonly string[]
  /** Phase and component, where the schedule states them itself. */
  readonly phase?: string | undefined
  readonly component?: string | undefined
  /** What was baselined; null for a task that is not in the baseline. */
  readonly planned: {
    readonly start: string
    readonly finish: string
    /** In the measure asked for. */
    readonly budget: number
  } | null
  readonly method: EarningMethod
  readonly percentComplete: number
  readonly startedOn: string | null
  readonly finishedOn: string | null
  /** What it has cost until the status date, in the measure asked for. */
  readonly actual: number
  readonly line: number | null
}

export interface ScheduleRead {
  readonly tasks: readonly ScheduledTask[]
  /** The status date that the file states, `YYYY-MM-DD`. */
  readonly statusDate: string | null
  /** Currency of amounts, where the file states it. */
  readonly currency: string | null
  /** What summaries state of the tasks below them. */
  readonly totals: readonly {
    readonly path: readonly string[]
    readonly budget: number
    readonly line: number
  }[]
}

/** The day of a moment as schedules write it, `2026-04-01T08:00:00` or `2026-04-01 08:00`; null for anything else. */
export function dayOf(text: string | undefined): string | null {
  return /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(text ?? '')?.[1] ?? null
}
