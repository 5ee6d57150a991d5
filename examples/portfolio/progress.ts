import type { ProgressReported } from '../../schemas/facts/plan.ts'
import { type Clock, type Day, dateOf } from './days.ts'
import type { Emit } from './emit.ts'
import { reportDays } from './report-days.ts'
import type { ProjectSpec } from './spec.ts'
import { shareAt, type Frame, type Task } from './tasks.ts'
import type { TestCurve } from './tests.ts'
import type { CloudEvent } from './types.ts'

/** What a task's method of earning has to show when `share` of it is done. */
function measure(task: Task, share: number, finished: boolean, units: number): Partial<ProgressReported> {
  if (task.method === 'percent-complete') {
    // A share typed by hand; only completion is confirmed by a merge and its tests.
    return { percentComplete: finished ? 100 : Math.min(95, Math.round(share * 100)), objective: finished }
  }
  if (task.method === 'units') return { unitsDone: units }
  let reached = 0
  const accepted = (task.milestones ?? []).filter((milestone) => {
    reached += milestone.weight
    return reached <= share + 1e-9
  })
  return task.milestones === undefined ? {} : { milestonesAccepted: accepted.map(({ id }) => id) }
}

/** The day on which the last planned test case was executed. */
function lastUnitDay(curve: TestCurve, planned: number, start: Day, finish: Day): Day {
  let day = finish
  while (day > start && curve.executedAt(day - 1) >= planned) day -= 1
  return day
}

/** Weekly reports of every work package that is measured itself, from its start to its finish. */
export function progressEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  frame: Frame,
  curve: TestCurve,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const planned = spec.tests?.planned ?? 0
  return tasks.flatMap((task) => {
    if (task.actual === null || task.method === 'loe' || task.method === 'apportioned') return []
    const [start, last] = task.actual
    const finish = task.method === 'units' ? lastUnitDay(curve, planned, start, last) : last
    const weekly = reportDays(start, finish, frame.end, spec.plan.sparseWeeks)
    const days = weekly[0] === start ? weekly : [start, ...weekly]
    return days.map((day, index) => {
      const finished = day === finish && task.reached === 1
      const units = Math.min(planned, curve.executedAt(day))
      const share = finished ? 1 : shareAt(task, day)
      return emit('progress.reported', `${task.id}/${index + 1}`, clock.at(day, 0.9), {
        workPackage: task.id,
        asOf: dateOf(day),
        ...measure(task, share, finished, units),
        startedOn: dateOf(start),
        ...(finished && { finishedOn: dateOf(finish) }),
      })
    })
  })
}
