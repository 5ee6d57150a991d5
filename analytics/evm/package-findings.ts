import type { CostBooked } from '../../schemas/facts/plan.ts'
import { toEpochDay, type CivilDate } from '../calendar/civil-date.ts'
import { exactSum } from './exact-sum.ts'
import { finding, type Finding } from './findings.ts'
import type { WorkPackageStatus } from './work-package-status.ts'

function costFindings(row: WorkPackageStatus, bookings: readonly CostBooked[]): Finding[] {
  const { workPackage, quantities, completedOn } = row
  const { earnedValue, actualCost } = quantities
  const findings: Finding[] = []
  if (actualCost !== null && actualCost <= 0 && earnedValue > 0) {
    findings.push(finding('EV_WITHOUT_AC', { earned: earnedValue }, workPackage))
  }
  if (actualCost !== null && actualCost > 0 && earnedValue === 0) {
    findings.push(finding('AC_WITHOUT_EV', { cost: actualCost }, workPackage))
  }
  const late = bookings.filter(({ date }) => completedOn !== null && date > completedOn)
  const lateCost = exactSum(late.map((booking) => booking.amount))
  if (completedOn !== null && lateCost > 0) {
    findings.push(
      finding('AC_AFTER_COMPLETE', { completedOn, cost: lateCost, bookings: late.length }, workPackage),
    )
  }
  const credits = bookings.filter(({ amount }) => amount < 0)
  if (credits.length > 0) {
    const amount = exactSum(credits.map((booking) => booking.amount))
    findings.push(finding('NEGATIVE_COST', { amount, bookings: credits.length }, workPackage))
  }
  return findings
}

function startFindings(
  row: WorkPackageStatus,
  statusDate: CivilDate,
  statusEveryDays: number | undefined,
): Finding[] {
  const { workPackage, plannedStart, reportedOn, started, completedOn, quantities } = row
  if (row.levelOfEffort) return []
  if (quantities.earnedValue > 0 && statusDate < plannedStart) {
    return [finding('EV_BEFORE_START', { plannedStart, earned: quantities.earnedValue }, workPackage)]
  }
  // An apportioned package is reported by its base.
  if (row.method === 'apportioned' || plannedStart >= statusDate) return []
  if (reportedOn === null) return [finding('NO_STATUS', { plannedStart }, workPackage)]
  const findings: Finding[] = []
  if (!started) findings.push(finding('UNSTARTED_LATE', { plannedStart, reportedOn }, workPackage))
  const age = toEpochDay(statusDate) - toEpochDay(reportedOn)
  if (completedOn === null && statusEveryDays !== undefined && age > statusEveryDays) {
    findings.push(finding('NO_STATUS', { reportedOn, days: age, everyDays: statusEveryDays }, workPackage))
  }
  return findings
}

/**
 * What the status of one package gives away: EV_WITHOUT_AC, AC_WITHOUT_EV, AC_AFTER_COMPLETE, NEGATIVE_COST,
 * EV_BEFORE_START, UNSTARTED_LATE (a report shows no start although the planned day has passed), NO_STATUS (no
 * report although the planned day has passed, or none for longer than `statusEveryDays`).
 *
 * @param bookings those of the package up to the status date, in the unit of cost
 */
export function packageFindings(
  row: WorkPackageStatus,
  bookings: readonly CostBooked[],
  statusDate: CivilDate,
  statusEveryDays: number | undefined,
): readonly Finding[] {
  return [...costFindings(row, bookings), ...startFindings(row, statusDate, statusEveryDays)]
}
