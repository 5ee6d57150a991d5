import type { CollectContext, Collected, CollectedFact, CollectWarning } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import { instantText, readTime } from '../times.ts'
import type { Measure, ScheduledTask, ScheduleRead } from './scheduled-task.ts'

export interface ScheduleSettings {
  /** Phase of the tasks below a summary of this name. */
  readonly phases: Readonly<Record<string, string>>
  readonly components: Readonly<Record<string, string>>
}

export interface PlanOptions {
  readonly measure: Measure
  readonly revision: number
  readonly reason: string
  readonly validFrom?: string | undefined
  readonly statusDate?: string | undefined
}

/** What a name of the task or of a summary around it stands for, the innermost first. */
function byName({ name, path }: ScheduledTask, names: Readonly<Record<string, string>>): string | undefined {
  const found = [name, ...[...path].reverse()].find((each) => Object.hasOwn(names, each))
  return found === undefined ? undefined : names[found]
}

function phaseOf(task: ScheduledTask, settings: ScheduleSettings, context: CollectContext): string {
  const phase = task.phase ?? byName(task, settings.phases) ?? context.phase
  if (phase !== undefined) return phase
  const around = task.path.length === 0 ? 'it is below no summary' : `it is below ${task.path.join(' / ')}`
  const message = `which phase is ${task.name} in? ${around}; map one of the names under phases, or give --phase`
  throw new ReportRefused('MISSING_FIELD', message, task.line)
}

/** Amounts that were added up or divided must not leave 0.30000000000000004. */
const exact = (value: number) => Number(value.toPrecision(12))

/** Allowed between what a summary states and its tasks add up to: rounding of minutes. */
const TOLERANCE = 0.005

function disagreements({ tasks, totals }: ScheduleRead): CollectWarning[] {
  return totals.flatMap(({ path, budget, line }) => {
    const below = tasks.filter((task) => path.every((name, index) => task.path[index] === name))
    const sum = exact(below.reduce((total, { planned }) => total + (planned?.budget ?? 0), 0))
    if (Math.abs(sum - budget) <= TOLERANCE * budget) return []
    const detail = `${path.join(' / ') || 'the project'} states ${budget}; its tasks add up to ${sum}`
    return [{ code: 'TOTALS_DISAGREE', line, detail }]
  })
}

/**
 * A schedule as facts: the plan, and for each task its progress and what it has cost until the status date. What a
 * task has cost is one booking that each later report replaces, since a schedule states it as a sum.
 *
 * @throws {ReportRefused} MISSING_FIELD without a status date, a phase or a baseline
 */
export function scheduleFacts(
  read: ScheduleRead,
  settings: ScheduleSettings,
  options: PlanOptions,
  context: CollectContext,
): Collected {
  const statusDate = options.statusDate ?? read.statusDate
  if (statusDate === null) {
    throw new ReportRefused('MISSING_FIELD', 'the schedule states no status date; give it with --status-date')
  }
  const planned = read.tasks.flatMap((task) => (task.planned === null ? [] : [{ task, plan: task.planned }]))
  if (planned.length === 0) {
    throw new ReportRefused(
      'MISSING_FIELD',
      'no task is in the baseline; --baseline names another, or current',
    )
  }
  const [first = statusDate] = planned.map(({ plan }) => plan.start).sort()
  const validFrom = options.validFrom ?? (options.revision === 1 ? first : null)
  if (validFrom === null) {
    throw new ReportRefused('MISSING_FIELD', 'from when is a later revision valid? give --valid-from')
  }
  const start = (day: string) => instantText(readTime(`${day}T00:00:00`, context.timeZone)?.instant ?? 0)
  const plan: CollectedFact = {
    kind: 'plan.baselined',
    data: {
      revision: options.revision,
      validFrom,
      reason: options.reason,
      workPackages: planned.map(({ task, plan: { start: plannedStart, finish, budget } }) => {
        const component = task.component ?? byName(task, settings.components) ?? context.component
        return {
          id: task.id,
          name: task.name.slice(0, 200),
          phase: phaseOf(task, settings, context),
          ...(component === undefined ? {} : { component }),
          plannedStart,
          plannedFinish: finish,
          budget: exact(budget),
          method: task.method,
        }
      }),
    },
    occurredAt: start(validFrom < statusDate ? validFrom : statusDate),
    line: null,
    because: `${planned.length} tasks of the baseline`,
  }
  const facts = read.tasks.flatMap((task) =>
    ofTask(task, statusDate, start(statusDate), read.currency, options),
  )
  const leftOut = read.tasks.length - planned.length
  const warnings: CollectWarning[] = disagreements(read)
  if (leftOut > 0) {
    const detail = `${leftOut} tasks are not in the baseline; what they cost is told`
    warnings.push({ code: 'ROWS_LEFT_OUT', line: null, detail })
  }
  return { facts: [plan, ...facts], warnings }
}

function ofTask(
  task: ScheduledTask,
  asOf: string,
  occurredAt: string,
  currency: string | null,
  { measure }: PlanOptions,
): CollectedFact[] {
  const { id, name, line, startedOn, finishedOn, percentComplete, actual, method } = task
  const because = `task ${id} ${name}`
  const facts: CollectedFact[] = []
  if (task.planned !== null && method !== 'loe') {
    const data = {
      workPackage: id,
      asOf,
      percentComplete: exact(percentComplete),
      ...(startedOn === null ? {} : { startedOn }),
      ...(finishedOn === null ? {} : { finishedOn }),
    }
    facts.push({ kind: 'progress.reported', data, occurredAt, line, because })
  }
  if (actual !== 0) {
    const unit = measure === 'hours' ? 'hours' : currency
    const data = {
      booking: `schedule/${id}`.slice(0, 200),
      workPackage: id,
      date: asOf,
      amount: exact(actual),
      ...(unit === null ? {} : { unit }),
    }
    facts.push({ kind: 'cost.booked', data, occurredAt, line, because })
  }
  return facts
}
