import type { ProgressReported } from '../../schemas/facts/plan.ts'
import { toEpochDay, type EpochDay } from '../calendar/civil-date.ts'
import { DEFAULT_PERCENT_CAP, earnedShare, isFinished } from './earned-value.ts'
import { ExactSum } from './exact-sum.ts'
import { groupBy } from '../group-by.ts'
import type { PlanModel, PlannedPackage } from './plan-model.ts'
import { plannedShare } from './planned-profile.ts'

/** Where a measured package stands. */
interface Standing {
  share: number
  report: ProgressReported | null
  completedOn: EpochDay | null
}

/** EV of one plan, moved forward in time report by report. */
export interface ProgressTracker {
  /** Takes in every report up to and including a day; days must not go back. */
  readonly advanceTo: (day: EpochDay) => void
  /** EV of all discrete work by the day reached. */
  readonly discreteEarned: () => number
  /** The share of a package's budget that is earned by the day reached. */
  readonly shareOf: (planned: PlannedPackage) => number
  /** The report that holds for a package, or for the one that it is apportioned to. */
  readonly reportOf: (planned: PlannedPackage) => ProgressReported | null
  /** The day a package was complete, or null while it is not. */
  readonly completedOn: (planned: PlannedPackage) => EpochDay | null
  /** The day the last discrete package was complete, or null while one is not. */
  readonly allCompletedOn: () => EpochDay | null
}

/** Progress of one package and its day, in the order in which it counts. */
function inOrder(progress: readonly ProgressReported[], model: PlanModel) {
  return progress
    .filter((report) => report.retracted !== true && model.byId.has(report.workPackage))
    .sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : a.workPackage < b.workPackage ? -1 : 1))
    .map((report) => ({ day: toEpochDay(report.asOf), report }))
}

/** The day of completion that a report tells: the finish it names, else the earliest report that showed it. */
function completion(standing: Standing, share: number, report: ProgressReported): EpochDay | null {
  if (share < 1) return null
  if (report.finishedOn !== undefined && isFinished(report)) return toEpochDay(report.finishedOn)
  return standing.completedOn ?? toEpochDay(report.asOf)
}

/**
 * Follows the EV of a plan through its progress reports. The newest `asOf` of a package holds; one without a
 * report has earned nothing. Apportioned packages move with their base, level of effort earns what is planned.
 *
 * O(reports) for the whole way, so that a series costs no more than its last point. EV is an exact sum: undoing
 * a report leaves no rounding behind, and the order of packages does not show.
 *
 * @param progress one report per package and `asOf`
 */
export function createProgressTracker(
  model: PlanModel,
  progress: readonly ProgressReported[],
  percentCap: number = DEFAULT_PERCENT_CAP,
): ProgressTracker {
  const events = inOrder(progress, model)
  const followers = groupBy(model.packages, (planned) => planned.root.id)
  const standings = new Map<string, Standing>()
  const earned = new ExactSum()
  let [next, today] = [0, -Infinity]

  const standingOf = (id: string): Standing => {
    const standing = standings.get(id) ?? { share: 0, report: null, completedOn: null }
    standings.set(id, standing)
    return standing
  }
  const take = (report: ProgressReported) => {
    const planned = model.byId.get(report.workPackage)
    if (planned === undefined || planned.levelOfEffort || planned.root !== planned.workPackage) return
    const standing = standingOf(report.workPackage)
    const share = earnedShare(planned.workPackage, report, percentCap) ?? 0
    for (const { workPackage } of followers.get(report.workPackage) ?? []) {
      earned.add(-workPackage.budget * standing.share)
      earned.add(workPackage.budget * share)
    }
    const completedOn = completion(standing, share, report)
    Object.assign(standing, { share, report, completedOn } satisfies Standing)
  }
  const completedOn = (planned: PlannedPackage): EpochDay | null =>
    planned.levelOfEffort ? null : (standings.get(planned.root.id)?.completedOn ?? null)

  return {
    advanceTo: (day) => {
      if (day < today) throw new RangeError(`advanceTo: days must not go back, from ${today} to ${day}`)
      today = day
      for (let event = events[next]; event !== undefined && event.day <= day; event = events[next]) {
        take(event.report)
        next += 1
      }
    },
    discreteEarned: () => earned.value,
    shareOf: (planned) =>
      planned.levelOfEffort
        ? plannedShare(planned.profile, today, model.calendar)
        : (standings.get(planned.root.id)?.share ?? 0),
    reportOf: (planned) => standings.get(planned.root.id)?.report ?? null,
    completedOn,
    allCompletedOn: () => {
      let last: EpochDay | null = null
      for (const planned of model.packages) {
        if (planned.levelOfEffort || planned.workPackage.budget === 0) continue
        const day = completedOn(planned)
        if (day === null) return null
        last = Math.max(last ?? day, day)
      }
      return last
    },
  }
}
