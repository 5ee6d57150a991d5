import type { PlanBaselined, ProgressReported } from '../../schemas/facts/plan.ts'
import { toEpochDay, type CivilDate } from '../calendar/civil-date.ts'
import { finding, type Finding } from './findings.ts'
import type { PlanModel } from './plan-model.ts'
import { createProgressTracker } from './progress-tracker.ts'
import { quantitiesOn } from './status-measures.ts'

/** What a re-baseline changed, both plans measured at the end of the day before it took effect. */
export interface Rebaseline {
  readonly revision: number
  readonly previousRevision: number
  readonly validFrom: CivilDate
  readonly reason: string
  readonly budgetBefore: number
  readonly budgetAfter: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Packages of both plans whose budget differs. */
  readonly rebudgeted: readonly string[]
  /** SV of discrete work. */
  readonly scheduleVarianceBefore: number
  readonly scheduleVarianceAfter: number
  /** How much delay the new plan made disappear; 0 when it hides none. */
  readonly erasedScheduleVariance: number
}

/** Differences below this share of a budget are rounding. */
const TOLERANCE = 1e-9

function varianceOn(
  model: PlanModel,
  progress: readonly ProgressReported[],
  percentCap: number,
  day: number,
): number {
  const tracker = createProgressTracker(model, progress, percentCap)
  tracker.advanceTo(day)
  const { discrete } = quantitiesOn(model, tracker, day, null)
  return discrete.earnedValue - discrete.plannedValue
}

/**
 * What each re-baseline changed in scope and what it erased of the schedule variance. Setting PV := EV (a single
 * point adjustment) turns SPI to 1 without any work done: that is what `erasedScheduleVariance` shows.
 *
 * @param history baselines valid one after another, see `baselineHistory`
 * @param modelOf the prepared model of a baseline
 */
export function rebaselines(
  history: readonly PlanBaselined[],
  modelOf: (baseline: PlanBaselined) => PlanModel,
  progress: readonly ProgressReported[],
  percentCap: number,
): readonly Rebaseline[] {
  return history.slice(1).map((baseline, index) => {
    const previous = history[index] ?? baseline
    const [before, after] = [modelOf(previous), modelOf(baseline)]
    const day = toEpochDay(baseline.validFrom) - 1
    const [varianceBefore, varianceAfter] = [before, after].map((m) =>
      varianceOn(m, progress, percentCap, day),
    )
    const ids = (model: PlanModel) => model.packages.map(({ workPackage }) => workPackage.id)
    const budgetIn = (model: PlanModel, id: string) => model.byId.get(id)?.workPackage.budget
    const erased = Math.min(0, varianceAfter ?? 0) - Math.min(0, varianceBefore ?? 0)
    return {
      revision: baseline.revision,
      previousRevision: previous.revision,
      validFrom: baseline.validFrom,
      reason: baseline.reason,
      budgetBefore: before.budgetAtCompletion,
      budgetAfter: after.budgetAtCompletion,
      added: ids(after).filter((id) => !before.byId.has(id)),
      removed: ids(before).filter((id) => !after.byId.has(id)),
      rebudgeted: ids(after).filter(
        (id) => before.byId.has(id) && budgetIn(before, id) !== budgetIn(after, id),
      ),
      scheduleVarianceBefore: varianceBefore ?? 0,
      scheduleVarianceAfter: varianceAfter ?? 0,
      erasedScheduleVariance: erased > before.discreteBudget * TOLERANCE ? erased : 0,
    }
  })
}

/** BAC_CHANGED and VARIANCE_ERASED of each re-baseline. */
export function rebaselineFindings(changes: readonly Rebaseline[]): readonly Finding[] {
  return changes.flatMap((change) => {
    const { revision, validFrom, budgetBefore, budgetAfter, erasedScheduleVariance } = change
    const findings: Finding[] = []
    if (budgetBefore !== budgetAfter) {
      findings.push(finding('BAC_CHANGED', { revision, validFrom, budgetBefore, budgetAfter }))
    }
    if (erasedScheduleVariance > 0) {
      findings.push(finding('VARIANCE_ERASED', { revision, validFrom, erasedScheduleVariance }))
    }
    return findings
  })
}

/**
 * OVERLAPPING_BASELINES: each pair of neighbouring revisions of which the later is valid from the same date as the
 * earlier (then the earlier was never valid) or from an earlier date (then the order of validity contradicts the
 * order of the revisions). Retracted baselines and those whose date has not come are left alone.
 */
export function overlapFindings(
  baselines: readonly PlanBaselined[],
  statusDate: CivilDate,
): readonly Finding[] {
  const valid = baselines
    .filter((baseline) => baseline.retracted !== true && baseline.validFrom <= statusDate)
    .sort((a, b) => a.revision - b.revision)
  return valid.slice(1).flatMap(({ revision, validFrom }, index) => {
    const earlier = valid[index]
    if (earlier === undefined || earlier.validFrom < validFrom) return []
    const detail = { revision, validFrom, other: earlier.revision, otherValidFrom: earlier.validFrom }
    return [finding('OVERLAPPING_BASELINES', detail)]
  })
}
