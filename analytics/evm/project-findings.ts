import type { CostBooked, PlanBaselined, ProgressReported } from '../../schemas/facts/plan.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import type { UnitMix } from './actual-cost.ts'
import { exactSum } from './exact-sum.ts'
import { finding, type Finding } from './findings.ts'
import { groupBy } from '../group-by.ts'
import type { StatusMeasures } from './status-measures.ts'

/** UNIT_MIX for each package and foreign unit, naming both units. */
export function unitFindings(mixes: readonly UnitMix[]): readonly Finding[] {
  return mixes.map(({ workPackage, unit, costUnit, bookings }) =>
    finding('UNIT_MIX', { unit, costUnit, bookings }, workPackage),
  )
}

/** NO_BASELINE, LOE_SHARE_HIGH and BUDGET_NOT_ATTAINABLE of the project as a whole. */
export function measureFindings(measures: StatusMeasures, loeShareLimit: number): readonly Finding[] {
  const { quantities, levelOfEffortShare, indices } = measures
  if (quantities === null) return [finding('NO_BASELINE', {})]
  const findings: Finding[] = []
  const share = levelOfEffortShare.ofBudget ?? 0
  if (share > loeShareLimit) findings.push(finding('LOE_SHARE_HIGH', { share, limit: loeShareLimit }))
  if (indices.notMeasurable.toCompletePerformanceIndexBudget === 'BUDGET_NOT_ATTAINABLE') {
    const { budgetAtCompletion, earnedValue, actualCost } = quantities
    const cost = actualCost ?? 0
    findings.push(finding('BUDGET_NOT_ATTAINABLE', { budget: budgetAtCompletion, earned: earnedValue, cost }))
  }
  return findings
}

/**
 * UNKNOWN_WORK_PACKAGE for progress and cost of packages that are in no plan: neither in the one that is valid
 * at the status date nor in the one that was valid on the fact's own date (before the first one: in that).
 *
 * @param history baselines valid one after another, oldest first
 */
export function unknownPackageFindings(
  history: readonly PlanBaselined[],
  progress: readonly ProgressReported[],
  costs: readonly CostBooked[],
): readonly Finding[] {
  if (history.length === 0) return []
  const plans = history.map(({ validFrom, workPackages }) => ({
    validFrom,
    ids: new Set(workPackages.map((workPackage) => workPackage.id)),
  }))
  const current = plans.at(-1)
  const isKnown = (id: string, date: CivilDate): boolean => {
    if (current?.ids.has(id) === true) return true
    const then = plans.findLast((plan) => plan.validFrom <= date) ?? plans[0]
    return then?.ids.has(id) === true
  }
  const reports = progress.filter((report) => !isKnown(report.workPackage, report.asOf))
  const bookings = costs.filter((booking) => !isKnown(booking.workPackage, booking.date))
  return [
    ...[...groupBy(reports, (report) => report.workPackage)].map(([id, group]) =>
      finding('UNKNOWN_WORK_PACKAGE', { from: 'progress.reported', facts: group.length }, id),
    ),
    ...[...groupBy(bookings, (booking) => booking.workPackage)].map(([id, group]) => {
      const amount = exactSum(group.map((booking) => booking.amount))
      return finding('UNKNOWN_WORK_PACKAGE', { from: 'cost.booked', facts: group.length, amount }, id)
    }),
  ]
}
