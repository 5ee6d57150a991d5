import type { EpochDay } from '../calendar/civil-date.ts'
import { scheduleMeasures, type ScheduleMeasures } from './earned-schedule.ts'
import { estimatesAtCompletion, type EstimatesAtCompletion } from './estimates.ts'
import { performanceIndices, type PerformanceIndices } from './indices.ts'
import { measured, measureOf, ratio, type Measured } from './measure.ts'
import type { PlanModel } from './plan-model.ts'
import { plannedValueOn } from './planned-value.ts'
import type { ProgressTracker } from './progress-tracker.ts'
import { isEarned, type BaseQuantities } from './quantities.ts'
import { timeForecasts, type TimeForecasts } from './time-forecasts.ts'

type StatusState = 'NO_BASELINE' | 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETE'

/**
 * Everything earned value says of a whole project at one date. Cost measures (CPI, EAC, TCPI) are over all work;
 * schedule measures (SV, SPI, earned schedule) are over discrete work only, because level of effort earns what
 * was planned and would hide a delay. Times are working days since the first planned day of discrete work.
 */
export interface StatusMeasures {
  readonly state: StatusState
  /** `null` without a baseline. */
  readonly quantities: Required<BaseQuantities> | null
  /** AC also without a baseline; `null` when booked in mixed units. */
  readonly actualCost: number | null
  /** The part of PV and of BAC that is level of effort. Above about 0.15 of the budget it deserves a warning. */
  readonly levelOfEffortShare: Measured<'ofPlannedValue' | 'ofBudget'>
  readonly indices: PerformanceIndices
  readonly estimatesAtCompletion: EstimatesAtCompletion
  readonly schedule: ScheduleMeasures
  readonly timeForecasts: TimeForecasts
}

const NOTHING = { plannedValue: 0, earnedValue: 0, budgetAtCompletion: 0 }

/** PV, EV and BAC of a plan at the end of a day; the tracker must have reached that day. */
export function quantitiesOn(
  model: PlanModel,
  tracker: ProgressTracker,
  day: EpochDay,
  actualCost: number | null,
): Required<BaseQuantities> {
  const discrete = {
    plannedValue: plannedValueOn(model.discreteCurve, day),
    earnedValue: tracker.discreteEarned(),
    budgetAtCompletion: model.discreteBudget,
  }
  const levelOfEffort = plannedValueOn(model.levelOfEffortCurve, day)
  return {
    plannedValue: discrete.plannedValue + levelOfEffort,
    earnedValue: discrete.earnedValue + levelOfEffort,
    budgetAtCompletion: model.budgetAtCompletion,
    actualCost,
    discrete,
  }
}

/** AT at the end of a day and at completion, in working days; nothing has elapsed without discrete work. */
function elapsedTimes(model: PlanModel, tracker: ProgressTracker, day: EpochDay) {
  const { firstDay, calendar } = model
  if (firstDay === null) return { elapsed: 0, completedAt: null }
  const completedOn = tracker.allCompletedOn()
  return {
    elapsed: calendar.workingDaysIn(firstDay, day),
    completedAt: completedOn === null ? null : calendar.workingDaysIn(firstDay, completedOn),
  }
}

function stateOf(quantities: BaseQuantities, elapsed: number): StatusState {
  if (isEarned(quantities)) return 'COMPLETE'
  return elapsed <= 0 && quantities.earnedValue === 0 && quantities.plannedValue === 0
    ? 'NOT_STARTED'
    : 'IN_PROGRESS'
}

/** The status of a plan at the end of a day; without a plan every index is `null` for NO_BASELINE. */
export function statusMeasures(
  plan: { readonly model: PlanModel; readonly tracker: ProgressTracker } | null,
  day: EpochDay,
  actualCost: number | null,
): StatusMeasures {
  plan?.tracker.advanceTo(day)
  const known = plan === null ? null : quantitiesOn(plan.model, plan.tracker, day, actualCost)
  const quantities = known ?? { ...NOTHING, actualCost, discrete: NOTHING }
  const { budgetAtCompletion: budget, discrete } = quantities
  const indices = performanceIndices(quantities)
  const costPerformanceIndex = measureOf(indices, 'costPerformanceIndex')
  const times = plan === null ? null : elapsedTimes(plan.model, plan.tracker, day)
  const schedule = scheduleMeasures({
    curve: plan?.model.discreteCurve ?? [],
    earnedValue: discrete.earnedValue,
    elapsed: times?.elapsed ?? 0,
    completedAt: times?.completedAt ?? null,
    costPerformanceIndex,
    whenEmpty: budget === 0 ? 'NO_BASELINE' : 'NO_DISCRETE_WORK',
  })
  const timeIndex = measureOf(schedule, 'schedulePerformanceIndexTime')
  const levelOfEffort = quantities.plannedValue - discrete.plannedValue
  return {
    state: budget === 0 ? 'NO_BASELINE' : stateOf(quantities, times?.elapsed ?? 0),
    quantities: budget === 0 ? null : quantities,
    actualCost,
    levelOfEffortShare: measured({
      ofPlannedValue: ratio(
        levelOfEffort,
        quantities.plannedValue,
        budget === 0 ? 'NO_BASELINE' : 'NO_PLANNED_VALUE',
      ),
      ofBudget: ratio(budget - discrete.budgetAtCompletion, budget, 'NO_BASELINE'),
    }),
    indices,
    estimatesAtCompletion: estimatesAtCompletion(quantities, timeIndex),
    schedule,
    timeForecasts: timeForecasts({
      plannedDuration: measureOf(schedule, 'plannedDuration'),
      actualTime: measureOf(schedule, 'actualTime'),
      earnedSchedule: measureOf(schedule, 'earnedSchedule'),
      budgetAtCompletion: discrete.budgetAtCompletion,
      scheduleVariance: measureOf(indices, 'scheduleVariance'),
      schedulePerformanceIndex: measureOf(indices, 'schedulePerformanceIndex'),
      costPerformanceIndex,
      schedulePerformanceIndexTime: timeIndex,
    }),
  }
}
