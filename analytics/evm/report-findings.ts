import type { CostBooked, ProgressReported, WorkPackage } from '../../schemas/facts/plan.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { earnedShare, isFinished } from './earned-value.ts'
import { exactSum } from './exact-sum.ts'
import { finding, type Finding } from './findings.ts'

/** One package with its reports up to the status date, oldest first, and its bookings in the unit of cost. */
export interface ReportHistory {
  readonly workPackage: WorkPackage
  readonly reports: readonly ProgressReported[]
  readonly bookings: readonly CostBooked[]
  readonly percentCap: number
  /** Points of progress between two reports above which PCT_JUMP looks at the time they took. */
  readonly percentJump: number
  /** Working days from start to finish of the plan, and after one date through another. */
  readonly plannedDays: number
  readonly daysBetween: (after: CivilDate, through: CivilDate) => number
}

/** Rounding of shares is no decrease. */
const NOTHING = 1e-12

function decreases({ workPackage, reports, percentCap }: ReportHistory): Finding[] {
  const findings: Finding[] = []
  let before = 0
  for (const report of reports) {
    const share = earnedShare(workPackage, report, percentCap) ?? 0
    if (share < before - NOTHING && report.reason === undefined) {
      const [from, to] = [before * workPackage.budget, share * workPackage.budget]
      findings.push(finding('EV_DECREASED', { date: report.asOf, from, to }, workPackage.id))
    }
    before = share
  }
  return findings
}

/** A claim is too fast when it took less than this share of the time that the plan gives it. */
const HURRY = 0.5

/** The claim of each report from 0 to 1, before any cap, of the methods that measure in between. */
function claims({ workPackage, reports }: ReportHistory) {
  if (workPackage.method !== 'percent-complete' && workPackage.method !== 'units') return []
  return reports.flatMap((report) => {
    const share = earnedShare(workPackage, report, 100)
    return share === null ? [] : [{ date: report.asOf, share }]
  })
}

function jumps(history: ReportHistory): Finding[] {
  const told = claims(history)
  return told.slice(1).flatMap(({ date, share }, index) => {
    const before = told[index] ?? { date, share }
    const rise = share - before.share
    const workingDays = history.daysBetween(before.date, date)
    const isSlow = workingDays >= HURRY * rise * history.plannedDays
    if (rise * 100 <= history.percentJump || isSlow) return []
    const points = { from: Math.round(before.share * 100), to: Math.round(share * 100) }
    return [finding('PCT_JUMP', { date, since: before.date, ...points, workingDays }, history.workPackage.id)]
  })
}

/** The newest reports that all tell one percentage between 0 and 100, oldest first. */
function sameNewestPercentage(reports: readonly ProgressReported[]): readonly ProgressReported[] {
  const percent = reports.at(-1)?.percentComplete
  if (percent === undefined || percent === 0 || percent === 100) return []
  return reports.slice(reports.findLastIndex((report) => report.percentComplete !== percent) + 1)
}

function stuck({ workPackage, reports, bookings }: ReportHistory): Finding[] {
  const same = sameNewestPercentage(reports)
  const [first, last] = [same[0], same.at(-1)]
  if (first === undefined || last === undefined || same.length < 2) return []
  const growth = bookings.filter(({ date }) => date > first.asOf && date <= last.asOf)
  const cost = exactSum(growth.map((booking) => booking.amount))
  if (cost <= 0) return []
  const detail = { percent: last.percentComplete ?? 0, reports: same.length, since: first.asOf, cost }
  return [finding('PCT_STUCK', detail, workPackage.id)]
}

function newest({ workPackage, reports, percentCap }: ReportHistory): Finding[] {
  const report = reports.at(-1)
  if (report === undefined) return []
  const findings: Finding[] = []
  const add = (code: Finding['code'], detail: Finding['detail']) =>
    findings.push(finding(code, { date: report.asOf, ...detail }, workPackage.id))

  const share = earnedShare(workPackage, report, percentCap)
  if (share === null) add('MEASURE_MISSING', { method: workPackage.method })
  const { startedOn, finishedOn, unitsDone } = report
  if (startedOn !== undefined && startedOn > report.asOf) add('ACTUAL_IN_FUTURE', { startedOn })
  if (finishedOn !== undefined && finishedOn > report.asOf) add('ACTUAL_IN_FUTURE', { finishedOn })
  if ((isFinished(report) || report.percentComplete === 100) && (share ?? 0) < 1) {
    add('COMPLETE_BUT_OPEN', { earned: (share ?? 0) * workPackage.budget, budget: workPackage.budget })
  }
  if (workPackage.method === 'units' && (unitsDone ?? 0) > (workPackage.unitsPlanned ?? Infinity)) {
    add('EV_ABOVE_BAC', { unitsDone: unitsDone ?? 0, unitsPlanned: workPackage.unitsPlanned ?? 0 })
  }
  const milestones = new Set((workPackage.milestones ?? []).map(({ id }) => id))
  if (workPackage.method === 'weighted-milestones') {
    for (const milestone of report.milestonesAccepted ?? []) {
      if (!milestones.has(milestone)) add('UNKNOWN_MILESTONE', { milestone })
    }
  }
  return findings
}

/**
 * What the reports of one package give away: EV_DECREASED (every time without a reason), PCT_STUCK (the newest
 * two or more reports tell one percentage while cost grew between them), PCT_JUMP (more than `percentJump` points
 * from one report to the next in less than half the time that the plan gives them), and of the report that holds
 * MEASURE_MISSING, ACTUAL_IN_FUTURE, COMPLETE_BUT_OPEN, EV_ABOVE_BAC, UNKNOWN_MILESTONE.
 */
export function reportFindings(history: ReportHistory): readonly Finding[] {
  const { method } = history.workPackage
  if (method === 'loe' || method === 'apportioned') return []
  return [...decreases(history), ...stuck(history), ...jumps(history), ...newest(history)]
}
