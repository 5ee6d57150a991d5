import { type Clock, dateOf } from './days.ts'
import type { Emit } from './emit.ts'
import { budgetOf } from './plan-events.ts'
import { randomFor } from './random.ts'
import { reportDays } from './report-days.ts'
import type { ProjectSpec } from './spec.ts'
import { shareAt, type Frame, type Task } from './tasks.ts'
import type { CloudEvent } from './types.ts'

const ERROR_RATE = 0.06

/**
 * Weekly bookings of each work package, in proportion to the work done and the project's cost factor. Now and
 * then one was booked a fifth too high and is taken back by a credit a week later.
 */
export function costEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  frame: Frame,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const unit = spec.declared.costUnit
  const scale = unit === 'JPY' ? 1 : 4
  const round = (amount: number) => Math.round(amount * scale) / scale
  return tasks.flatMap((task) => {
    if (task.actual === null) return []
    const random = randomFor(spec.id, 'cost', task.id)
    const budget = budgetOf(spec, task) * spec.plan.costFactor
    const sparse = (spec.plan.sparseWeeks ?? 1) * (task.method === 'loe' ? 2 : 1)
    let before = 0
    return reportDays(...task.actual, frame.end, sparse).flatMap((day, index) => {
      const share = shareAt(task, day)
      const amount = round((share - before) * budget * (0.92 + 0.16 * random()))
      before = share
      const wrong = random() < ERROR_RATE && day + 7 <= frame.end ? round(amount / 5) : 0
      const book = (suffix: string, on: number, value: number) => {
        const booking = `${task.id}-${index + 1}${suffix}`
        const data = { booking, workPackage: task.id, date: dateOf(on), amount: value, unit }
        return emit('cost.booked', booking, clock.at(on, 0.92), data)
      }
      const bookings = amount === 0 ? [] : [book('', day, amount + wrong)]
      return wrong === 0 ? bookings : [...bookings, book('-credit', day + 7, -wrong)]
    })
  })
}
