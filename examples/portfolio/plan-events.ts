import type { WorkPackage } from '../../schemas/facts/plan.ts'
import { type Clock, dateOf } from './days.ts'
import type { Emit } from './emit.ts'
import type { ProjectSpec } from './spec.ts'
import type { Frame, Task } from './tasks.ts'
import type { CloudEvent } from './types.ts'

export const budgetOf = (spec: ProjectSpec, task: Task): number =>
  Math.round((spec.plan.budget * task.share) / sharesOf(spec)) || 1

/** The shares of both shapes of plan: 12 + 5 + 8 of a release are 3 x 8 in a line. */
const sharesOf = (spec: ProjectSpec): number => (spec.plan.shape === 'line' ? 99 : 100)

function packageOf(spec: ProjectSpec, task: Task): WorkPackage {
  const { id, name, phase, method } = task
  return {
    id,
    name,
    phase,
    plannedStart: dateOf(task.planned[0]),
    plannedFinish: dateOf(task.planned[1]),
    budget: budgetOf(spec, task),
    method,
    ...(task.milestones && { milestones: [...task.milestones] }),
    ...(task.apportionedTo !== undefined && { apportionedTo: task.apportionedTo }),
    ...(method === 'units' && { unitsPlanned: spec.tests?.planned }),
  }
}

/** The one baseline of an example project. */
export function planEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  frame: Frame,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const instant = clock.at(frame.begin, 0.4)
  return [
    emit('plan.baselined', '1', instant, {
      revision: 1,
      validFrom: dateOf(frame.begin),
      reason: '初版 / first baseline',
      workPackages: tasks.map((task) => packageOf(spec, task)),
    }),
  ]
}
