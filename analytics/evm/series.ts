import type { PlanBaselined } from '../../schemas/facts/plan.ts'
import {
  fromEpochDay,
  isoWeekday,
  toEpochDay,
  type CivilDate,
  type EpochDay,
} from '../calendar/civil-date.ts'
import { actualCostCurve, actualCostOn } from './actual-cost.ts'
import { selectBaseline } from './baseline.ts'
import { createPlanModel, type PlanModel } from './plan-model.ts'
import { plannedValueOn } from './planned-value.ts'
import { createProgressTracker, type ProgressTracker } from './progress-tracker.ts'
import type { EarnedValueFacts } from './project-status.ts'
import { statusMeasures, type StatusMeasures } from './status-measures.ts'

export interface SeriesInput extends EarnedValueFacts {
  readonly from: CivilDate
  readonly to: CivilDate
  readonly every: 'day' | 'week' | 'month'
  /** What is known reaches to the end of this date; points after it are the plan still to come. */
  readonly statusDate: CivilDate
}

/** One point of the S-curve, at the end of a civil date. */
export interface SeriesPoint {
  readonly date: CivilDate
  /** The baseline this point is measured against; points of different revisions do not compare. */
  readonly revision: number | null
  readonly plannedValue: number | null
  readonly budgetAtCompletion: number | null
  /** `null` after the status date: it has not happened yet. */
  readonly measures: StatusMeasures | null
}

const isPeriodEnd: Readonly<Record<SeriesInput['every'], (day: EpochDay) => boolean>> = {
  day: () => true,
  week: (day) => isoWeekday(day) === 7,
  month: (day) => fromEpochDay(day + 1).endsWith('-01'),
}

interface Plan {
  readonly model: PlanModel
  readonly tracker: ProgressTracker
}

/**
 * The S-curve: the status at the end of every day, ISO week (Sunday) or month within [from, to].
 *
 * Every point is measured against the baseline that is valid on its date, or against `revision` throughout, so
 * that both the series as it was reported and the one since the first baseline can be shown. Reports and
 * bookings are read once for each baseline, so a point costs O(log n) whatever the number of packages.
 *
 * @throws {RangeError} when a date does not exist
 * @example
 * earnedValueSeries({ ...facts, from: '2026-01-01', to: '2026-12-31', every: 'week', statusDate: '2026-11-22' })
 */
export function earnedValueSeries(input: SeriesInput): readonly SeriesPoint[] {
  const [first, last, horizon] = [input.from, input.to, input.statusDate].map(toEpochDay) as [
    number,
    number,
    number,
  ]
  const costs = actualCostCurve(input.costs, input.costUnit)
  const progress = input.progress.filter((report) => report.asOf <= input.statusDate)
  const plans = new Map<PlanBaselined, Plan>()
  const planOf = (baseline: PlanBaselined): Plan => {
    const known = plans.get(baseline)
    if (known !== undefined) return known
    const model = createPlanModel(baseline, input.calendar)
    const plan = { model, tracker: createProgressTracker(model, progress, input.percentCap) }
    plans.set(baseline, plan)
    return plan
  }
  const points: SeriesPoint[] = []
  for (let day = first; day <= last; day += 1) {
    if (!isPeriodEnd[input.every](day)) continue
    const date = fromEpochDay(day)
    const baseline = selectBaseline(input, date)
    const plan = baseline === null ? null : planOf(baseline)
    const planned = plan === null ? null : plannedValue(plan.model, day)
    points.push({
      date,
      revision: baseline?.revision ?? null,
      plannedValue: planned,
      budgetAtCompletion: plan?.model.budgetAtCompletion ?? null,
      measures: day > horizon ? null : statusMeasures(plan, day, actualCostOn(costs, day)),
    })
  }
  return points
}

/** PV of all work at the end of a day. */
function plannedValue(model: PlanModel, day: EpochDay): number {
  return plannedValueOn(model.discreteCurve, day) + plannedValueOn(model.levelOfEffortCurve, day)
}
