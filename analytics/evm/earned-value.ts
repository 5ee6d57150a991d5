import type { ProgressReported, WorkPackage } from '../../schemas/facts/plan.ts'
import { firstShareOf } from './planned-profile.ts'

/** The cap on a subjective percent complete unless the policy says otherwise. */
export const DEFAULT_PERCENT_CAP = 80

/** The report says that the work is finished, on a day that had come when it was made. */
export function isFinished(report: ProgressReported): boolean {
  return report.finishedOn !== undefined && report.finishedOn <= report.asOf
}

/** The report shows that work has begun. */
export function isStarted(report: ProgressReported): boolean {
  const measures = [report.percentComplete, report.unitsDone, report.milestonesAccepted?.length]
  const dated = report.startedOn !== undefined && report.startedOn <= report.asOf
  return dated || isFinished(report) || measures.some((measure) => (measure ?? 0) > 0)
}

function milestoneShare(workPackage: WorkPackage, accepted: readonly string[]): number {
  const [names, milestones] = [new Set(accepted), workPackage.milestones ?? []]
  const sum = (counts: (id: string) => boolean) =>
    milestones.reduce((total, { id, weight }) => total + (counts(id) ? weight : 0), 0)
  // Weights need to sum to 1 only within rounding; all of them accepted is all of the work.
  return sum((id) => names.has(id)) / sum(() => true)
}

function percentShare(report: ProgressReported, percentCap: number): number | null {
  const claimed = report.percentComplete ?? (isFinished(report) ? 100 : undefined)
  if (claimed === undefined) return null
  return (report.objective === true ? claimed : Math.min(claimed, percentCap)) / 100
}

/**
 * The share of a package's budget that a progress report earns, 0 to 1, by the package's method; `null` when
 * the report lacks the measure that the method needs.
 *
 * | method | earned |
 * |---|---|
 * | 0-100 | all when finished (or 100 %) |
 * | 50-50, 25-75, 20-80 | the first share when started, all when finished |
 * | weighted-milestones | the weights of the accepted milestones |
 * | percent-complete | the percentage, at most `percentCap` unless there is objective evidence |
 * | units | units done / units planned, at most 1 |
 *
 * Actual dates later than the report's own `asOf` are not actuals and earn nothing. `apportioned` earns what its
 * base package does, `loe` what is planned: neither is measured by a report, so both give `null` here.
 *
 * @param percentCap cap on a subjective percentage, 0 to 100
 * @see UN/CEFACT and DCMA lists of earned value techniques
 * @example
 * earnedShare(percentCompletePackage, { workPackage: 'A', asOf: '2026-11-22', percentComplete: 95 }, 80) // 0.8
 */
export function earnedShare(
  workPackage: WorkPackage,
  report: ProgressReported,
  percentCap: number = DEFAULT_PERCENT_CAP,
): number | null {
  switch (workPackage.method) {
    case '0-100':
    case '50-50':
    case '25-75':
    case '20-80':
      if (isFinished(report) || report.percentComplete === 100) return 1
      return isStarted(report) ? firstShareOf(workPackage.method) : 0
    case 'weighted-milestones':
      return report.milestonesAccepted === undefined
        ? null
        : milestoneShare(workPackage, report.milestonesAccepted)
    case 'percent-complete':
      return percentShare(report, percentCap)
    case 'units':
      return report.unitsDone === undefined || workPackage.unitsPlanned === undefined
        ? null
        : Math.min(1, report.unitsDone / workPackage.unitsPlanned)
    case 'apportioned':
    case 'loe':
      return null
  }
}
