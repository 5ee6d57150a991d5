import type { EpochDay } from '../calendar/civil-date.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import type { CurvePoint } from './earned-schedule.ts'
import { ExactSum, exactSum } from './exact-sum.ts'
import type { PlannedProfile } from './planned-profile.ts'

/** One body of work to plan: a budget and how it is spread. */
export interface PlannedWork {
  readonly budget: number
  readonly profile: PlannedProfile
}

/** Cumulative PV at the end of a day. `time` is the number of working days since the plan's start. */
export interface DailyPoint extends CurvePoint {
  readonly day: EpochDay
}

/** What begins and ends on one day of the plan. */
interface DayEvents {
  /** Amounts that are planned on this day. */
  readonly steps: number[]
  /** Work spread evenly from the day after (start) and up to this day (finish). */
  readonly started: PlannedWork[]
  readonly finished: PlannedWork[]
}

function eventsByDay(works: readonly PlannedWork[]): Map<EpochDay, DayEvents> {
  const events = new Map<EpochDay, DayEvents>()
  const on = (day: EpochDay): DayEvents => {
    const known = events.get(day) ?? { steps: [], started: [], finished: [] }
    events.set(day, known)
    return known
  }
  for (const work of works) {
    const { budget, profile } = work
    if (profile.firstShare !== null) {
      const first = budget * profile.firstShare
      on(profile.startDay).steps.push(first)
      on(profile.finishDay).steps.push(budget, -first)
    } else {
      on(profile.startDay).started.push(work)
      on(profile.finishDay).finished.push(work)
    }
  }
  return events
}

/** Work spread evenly and now under way: its PV at time t is rate * t - offset, without a loop over packages. */
function createRunningWork() {
  const [rate, offset, done] = [new ExactSum(), new ExactSum(), new ExactSum()]
  const change = (work: PlannedWork, startTime: number, sign: 1 | -1) => {
    const perDay = work.budget / work.profile.workingDays
    rate.add(sign * perDay)
    offset.add(sign * perDay * startTime)
  }
  return {
    start: (work: PlannedWork, startTime: number) => change(work, startTime, 1),
    finish: (work: PlannedWork, startTime: number) => {
      change(work, startTime, -1)
      done.add(work.budget)
    },
    step: (amount: number) => done.add(amount),
    plannedValue: (time: number) => done.value + (rate.value * time - offset.value),
  }
}

/**
 * The cumulative PV curve of some packages: one point for each working day from the first planned start to the
 * last planned finish, `time` counting working days, before them (0, 0). Work planned on a day off adds a point
 * of that day at the time of the working day before, since a day off takes no working time.
 *
 * O(packages + days); the last point is the exact sum of the budgets. Empty when there is no budget.
 *
 * @see Lipke, Earned Schedule: irregular status dates need a curve in working time
 */
export function plannedValueCurve(
  works: readonly PlannedWork[],
  calendar: WorkCalendar,
): readonly DailyPoint[] {
  const budgeted = works.filter((work) => work.budget > 0)
  if (budgeted.length === 0) return []
  const first = budgeted.reduce((day, work) => Math.min(day, work.profile.startDay), Infinity)
  const last = budgeted.reduce((day, work) => Math.max(day, work.profile.finishDay), -Infinity)
  const events = eventsByDay(budgeted)
  const running = createRunningWork()
  const budget = exactSum(budgeted.map((work) => work.budget))
  const points: DailyPoint[] = [{ day: first - 1, time: 0, plannedValue: 0 }]
  const startTimeOf = (work: PlannedWork) => calendar.workingDaysIn(first, work.profile.startDay - 1)
  let [time, highest] = [0, 0]
  for (let day = first; day <= last; day += 1) {
    const today = events.get(day)
    const works = calendar.isWorkingDay(day)
    for (const work of today?.started ?? []) running.start(work, startTimeOf(work))
    for (const work of today?.finished ?? []) running.finish(work, startTimeOf(work))
    for (const amount of today?.steps ?? []) running.step(amount)
    if (works) time += 1
    if (!works && today === undefined) continue
    highest = Math.min(budget, Math.max(highest, running.plannedValue(time)))
    points.push({ day, time, plannedValue: highest })
  }
  return points
}

/** PV at the end of a day: the last point of the curve that is not later. 0 before the plan's start. */
export function plannedValueOn(curve: readonly DailyPoint[], day: EpochDay): number {
  return curve[partitionPoint(curve, (point) => point.day <= day) - 1]?.plannedValue ?? 0
}
