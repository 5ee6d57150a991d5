import type { EarningMethod } from '../../schemas/facts/plan.ts'
import { fromEpochDay, type CivilDate, type EpochDay } from '../calendar/civil-date.ts'
import { isStarted } from './earned-value.ts'
import { measured, type Measured } from './measure.ts'
import { costPerformance, schedulePerformance, scheduleVariance } from './performance.ts'
import type { PlanModel, PlannedPackage } from './plan-model.ts'
import { plannedShare } from './planned-profile.ts'
import type { ProgressTracker } from './progress-tracker.ts'
import type { BaseQuantities } from './quantities.ts'

/** One package at the status date. */
export interface WorkPackageStatus {
  readonly workPackage: string
  readonly name: string | null
  readonly phase: string
  readonly component: string | null
  readonly method: EarningMethod
  readonly plannedStart: CivilDate
  readonly plannedFinish: CivilDate
  /** Earns what is planned: has no SV and no SPI. */
  readonly levelOfEffort: boolean
  readonly quantities: Required<BaseQuantities>
  readonly indices: Measured<'scheduleVariance' | 'schedulePerformanceIndex' | 'costPerformanceIndex'>
  readonly started: boolean
  /** The day the work was complete, or null. */
  readonly completedOn: CivilDate | null
  /** `asOf` of the report that holds, or null when there is none. */
  readonly reportedOn: CivilDate | null
  /** The report that holds says there is objective evidence. */
  readonly objective: boolean
  /** Discrete work that should have earned and has earned nothing: SPI = 0, hidden by every total. */
  readonly stalled: boolean
}

const NO_DISCRETE = { plannedValue: 0, earnedValue: 0, budgetAtCompletion: 0 }

function statusOf(
  planned: PlannedPackage,
  model: PlanModel,
  tracker: ProgressTracker,
  day: EpochDay,
  actualCost: number | null,
): WorkPackageStatus {
  const { workPackage, levelOfEffort } = planned
  const work = {
    plannedValue: workPackage.budget * plannedShare(planned.profile, day, model.calendar),
    earnedValue: workPackage.budget * tracker.shareOf(planned),
    budgetAtCompletion: workPackage.budget,
  }
  const quantities = { ...work, actualCost, discrete: levelOfEffort ? NO_DISCRETE : work }
  const report = tracker.reportOf(planned)
  const completedOn = tracker.completedOn(planned)
  return {
    workPackage: workPackage.id,
    name: workPackage.name ?? null,
    phase: workPackage.phase,
    component: workPackage.component ?? null,
    method: workPackage.method,
    plannedStart: workPackage.plannedStart,
    plannedFinish: workPackage.plannedFinish,
    levelOfEffort,
    quantities,
    indices: measured({
      scheduleVariance: scheduleVariance(quantities),
      schedulePerformanceIndex: schedulePerformance(quantities),
      costPerformanceIndex: costPerformance(quantities),
    }),
    started: levelOfEffort ? work.plannedValue > 0 : report !== null && isStarted(report),
    completedOn: completedOn === null ? null : fromEpochDay(completedOn),
    reportedOn: report?.asOf ?? null,
    objective: report?.objective === true,
    stalled: !levelOfEffort && work.plannedValue > 0 && work.earnedValue === 0,
  }
}

/** Every package of a plan at the end of a day, in the order of their ids; the tracker must have reached it. */
export function workPackageStatuses(
  model: PlanModel,
  tracker: ProgressTracker,
  day: EpochDay,
  costs: ReadonlyMap<string, number | null>,
): readonly WorkPackageStatus[] {
  return model.packages.map((planned) => {
    const cost = costs.get(planned.workPackage.id)
    return statusOf(planned, model, tracker, day, cost === undefined ? 0 : cost)
  })
}
