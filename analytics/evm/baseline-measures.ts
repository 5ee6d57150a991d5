import { fromEpochDay, toEpochDay, type CivilDate } from '../calendar/civil-date.ts'
import { actualCostCurve, actualCostOn } from './actual-cost.ts'
import { baselineHistory } from './baseline.ts'
import { createPlanModel } from './plan-model.ts'
import type { EarnedValueInput } from './project-status.ts'
import { createProgressTracker } from './progress-tracker.ts'
import { statusMeasures, type StatusMeasures } from './status-measures.ts'

/** How a project stood against one baseline on the last day that it was valid, or at the status date. */
export interface BaselineMeasures {
  readonly revision: number
  readonly validFrom: CivilDate
  /** The last day it was valid; `null` for the one that is valid at the status date. */
  readonly validUntil: CivilDate | null
  readonly reason: string
  readonly measures: StatusMeasures
}

/** The indices of each baseline, and those since the first one, that no re-baseline could reset. */
export interface BaselineComparison {
  readonly baselines: readonly BaselineMeasures[]
  /** Against the first baseline at the status date; `null` without a baseline. */
  readonly sinceFirst: { readonly revision: number; readonly measures: StatusMeasures } | null
}

/**
 * Measures every baseline that has been valid, each at the end of its validity, and the first one throughout.
 * PV, EV and BAC belong to the baseline they are measured against; AC is the same whatever the plan.
 */
export function compareBaselines(input: EarnedValueInput): BaselineComparison {
  const history = baselineHistory(input.baselines, input.statusDate)
  const costs = actualCostCurve(input.costs, input.costUnit)
  const progress = input.progress.filter((report) => report.asOf <= input.statusDate)
  const today = toEpochDay(input.statusDate)
  const plans = history.map((baseline) => createPlanModel(baseline, input.calendar))
  const measuredOn = (model: (typeof plans)[number], day: number): StatusMeasures => {
    const tracker = createProgressTracker(model, progress, input.percentCap)
    return statusMeasures({ model, tracker }, day, actualCostOn(costs, day))
  }
  const first = plans[0]
  return {
    baselines: plans.map((model, index) => {
      const next = history[index + 1]
      const until = next === undefined ? null : toEpochDay(next.validFrom) - 1
      const { revision, validFrom, reason } = model.baseline
      return {
        revision,
        validFrom,
        validUntil: until === null ? null : fromEpochDay(until),
        reason,
        measures: measuredOn(model, until ?? today),
      }
    }),
    sinceFirst:
      first === undefined ? null : { revision: first.baseline.revision, measures: measuredOn(first, today) },
  }
}
