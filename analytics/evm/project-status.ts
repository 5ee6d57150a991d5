import type { CostBooked, PlanBaselined, ProgressReported } from '../../schemas/facts/plan.ts'
import { fromEpochDay, toEpochDay, type CivilDate } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import { actualCost, type ActualCost } from './actual-cost.ts'
import { baselineHistory, selectBaseline } from './baseline.ts'
import { DEFAULT_PERCENT_CAP } from './earned-value.ts'
import { exactSum } from './exact-sum.ts'
import { finishDate, forecastFinishDates, type ForecastFinishDates } from './finish-dates.ts'
import { sortFindings, type Finding } from './findings.ts'
import { groupBy } from '../group-by.ts'
import { packageFindings } from './package-findings.ts'
import { createPlanModel, type PlanModel } from './plan-model.ts'
import { createProgressTracker } from './progress-tracker.ts'
import { measureFindings, unitFindings, unknownPackageFindings } from './project-findings.ts'
import { overlapFindings, rebaselineFindings, rebaselines, type Rebaseline } from './rebaseline.ts'
import { reportFindings } from './report-findings.ts'
import { rollUp, type RollUp } from './roll-up.ts'
import { statusMeasures, type StatusMeasures } from './status-measures.ts'
import { versionFindings, type FactVersion } from './version-findings.ts'
import { workPackageStatuses, type WorkPackageStatus } from './work-package-status.ts'

/** A project's facts for earned value: one fact per natural key, the newest; retracted ones are ignored. */
export interface EarnedValueFacts {
  readonly baselines: readonly PlanBaselined[]
  readonly progress: readonly ProgressReported[]
  readonly costs: readonly CostBooked[]
  readonly calendar: WorkCalendar
  /** The project's unit of cost; a booking in another unit is refused. */
  readonly costUnit: string
  /** Cap on a subjective percent complete, 0 to 100, from the policy. Default 80. */
  readonly percentCap?: number
  /**
   * Every version of these facts that was received, also those that newer ones replaced: what RETRO_CHANGE,
   * BASELINE_REWRITTEN and CLOCK_SKEW are found from. Default: none, and none of them is found.
   */
  readonly versions?: readonly FactVersion[]
  /** Measure against this revision whatever its validity, instead of the one valid at the date. */
  readonly revision?: number
}

export interface EarnedValueInput extends EarnedValueFacts {
  /** The status is that at the end of this civil date. */
  readonly statusDate: CivilDate
  /** A package under way without a report for more than so many days is NO_STATUS. Default: no limit. */
  readonly statusEveryDays?: number
  /** Share of level of effort in the budget above which LOE_SHARE_HIGH is found. Default 0.15. */
  readonly loeShareLimit?: number
  /** Points of progress between two reports above which PCT_JUMP may be found. Default 50. */
  readonly percentJump?: number
}

/** The plan that a status was measured against. */
interface MeasuredBaseline {
  readonly revision: number
  readonly validFrom: CivilDate
  readonly plannedStart: CivilDate
  readonly plannedFinish: CivilDate
}

/** Earned value of a project at the end of a civil date. */
export interface EarnedValueStatus extends StatusMeasures {
  readonly statusDate: CivilDate
  readonly costUnit: string
  readonly percentCap: number
  readonly baseline: MeasuredBaseline | null
  /** The main forecast: earned schedule with PF = SPI(t); the actual finish once all is complete. */
  readonly forecastFinish: CivilDate | null
  /** All nine forecasts as dates on the project's calendar. */
  readonly forecastFinishDates: ForecastFinishDates
  readonly workPackages: readonly WorkPackageStatus[]
  readonly phases: readonly RollUp[]
  readonly components: readonly RollUp[]
  /** Packages with PV > 0 and EV = 0, that a total would hide. */
  readonly stalled: readonly string[]
  /** The part of AC booked on packages that the plan does not have: in AC, in no row. `null` in mixed units. */
  readonly unplannedCost: number | null
  readonly rebaselines: readonly Rebaseline[]
  readonly findings: readonly Finding[]
}

const DEFAULT_LOE_SHARE_LIMIT = 0.15
const DEFAULT_PERCENT_JUMP = 50

/** The facts that had happened by the status date and are not taken back. */
function factsUntil(input: EarnedValueInput) {
  const { progress, costs, statusDate } = input
  return {
    progress: progress.filter((report) => report.retracted !== true && report.asOf <= statusDate),
    costs: costs.filter((booking) => booking.retracted !== true && booking.date <= statusDate),
  }
}

function measuredBaseline(model: PlanModel): MeasuredBaseline {
  const { revision, validFrom, workPackages } = model.baseline
  const starts = workPackages.map((workPackage) => workPackage.plannedStart).sort()
  const finishes = workPackages.map((workPackage) => workPackage.plannedFinish).sort()
  return {
    revision,
    validFrom,
    plannedStart: starts[0] ?? validFrom,
    plannedFinish: finishes.at(-1) ?? validFrom,
  }
}

/** Findings that need the history of each package. */
function historyFindings(
  input: EarnedValueInput,
  facts: ReturnType<typeof factsUntil>,
  rows: readonly WorkPackageStatus[],
  model: PlanModel,
): readonly Finding[] {
  const { costUnit, percentCap = DEFAULT_PERCENT_CAP, statusDate, statusEveryDays, calendar } = input
  const percentJump = input.percentJump ?? DEFAULT_PERCENT_JUMP
  const daysBetween = (after: CivilDate, through: CivilDate) =>
    calendar.workingDaysBetween(toEpochDay(after), toEpochDay(through))
  const reports = groupBy(facts.progress, (report) => report.workPackage)
  const costs = facts.costs.filter((booking) => (booking.unit ?? costUnit) === costUnit)
  const bookings = groupBy(costs, (booking) => booking.workPackage)
  return rows.flatMap((row) => {
    const planned = model.byId.get(row.workPackage)
    if (planned === undefined) return []
    const { workPackage, profile } = planned
    const limits = { workPackage, percentCap, percentJump, plannedDays: profile.workingDays, daysBetween }
    const own = bookings.get(row.workPackage) ?? []
    const told = (reports.get(row.workPackage) ?? []).sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
    return [
      ...reportFindings({ ...limits, reports: told, bookings: own }),
      ...packageFindings(row, own, statusDate, statusEveryDays),
    ]
  })
}

function unplannedCost(costs: ActualCost, model: PlanModel | null): number | null {
  const outside = [...costs.byWorkPackage]
    .filter(([id]) => model?.byId.has(id) !== true)
    .map(([, cost]) => cost)
  const known = outside.filter((cost) => cost !== null)
  return known.length < outside.length ? null : exactSum(known)
}

function assertInput({ percentCap = DEFAULT_PERCENT_CAP }: EarnedValueInput): void {
  if (percentCap >= 0 && percentCap <= 100) return
  throw new RangeError(`earnedValueStatus: percentCap must be between 0 and 100, got ${percentCap}`)
}

/**
 * Earned value of a project at the end of the status date, from its facts alone.
 *
 * PV counts working days up to and including the status date. SPI, SV and earned schedule are of **discrete
 * work only**: level of effort earns what was planned and would hide a delay; its share is in
 * `levelOfEffortShare`. CPI, EAC and TCPI are over all work. Only facts dated up to the status date count, and
 * their order does not. What is not measurable is `null` with the reason beside it; a project without a
 * baseline is NO_BASELINE everywhere, never SPI = 1.
 *
 * @see PMI Practice Standard for Earned Value Management; Lipke, Earned Schedule
 * @throws {RangeError} when `percentCap` is not within 0 to 100 or a date does not exist
 * @example
 * const status = earnedValueStatus({ baselines, progress, costs, calendar, costUnit: 'hours', statusDate: '2026-11-22' })
 * status.indices.schedulePerformanceIndex // 0.87
 * status.schedule.schedulePerformanceIndexTime // 0.72
 */
export function earnedValueStatus(input: EarnedValueInput): EarnedValueStatus {
  assertInput(input)
  const { baselines, calendar, costUnit, statusDate, percentCap = DEFAULT_PERCENT_CAP } = input
  const day = toEpochDay(statusDate)
  const facts = factsUntil(input)
  const models = new Map<PlanBaselined, PlanModel>()
  const modelOf = (baseline: PlanBaselined): PlanModel => {
    const model = models.get(baseline) ?? createPlanModel(baseline, calendar)
    models.set(baseline, model)
    return model
  }
  const chosen = selectBaseline(input, statusDate)
  const model = chosen === null ? null : modelOf(chosen)
  const tracker = model === null ? null : createProgressTracker(model, facts.progress, percentCap)
  const costs = actualCost(facts.costs, statusDate, costUnit)
  const measures = statusMeasures(
    model === null || tracker === null ? null : { model, tracker },
    day,
    costs.total,
  )
  const rows =
    model === null || tracker === null ? [] : workPackageStatuses(model, tracker, day, costs.byWorkPackage)
  const history = baselineHistory(baselines, statusDate)
  const changes = rebaselines(history, modelOf, facts.progress, percentCap)
  const firstDay = model?.firstDay ?? null
  const lastCompleted = tracker?.allCompletedOn() ?? null
  return {
    ...measures,
    statusDate,
    costUnit,
    percentCap,
    baseline: model === null ? null : measuredBaseline(model),
    forecastFinish:
      lastCompleted === null
        ? finishDate(calendar, firstDay, measures.timeForecasts.earnedSchedule.timeIndex)
        : fromEpochDay(lastCompleted),
    forecastFinishDates: forecastFinishDates(measures.timeForecasts, calendar, firstDay),
    workPackages: rows,
    phases: rollUp(
      rows,
      (row) => row.phase,
      (row) => row.quantities,
    ),
    components: rollUp(
      rows,
      (row) => row.component,
      (row) => row.quantities,
    ),
    stalled: rows.filter((row) => row.stalled).map((row) => row.workPackage),
    unplannedCost: unplannedCost(costs, model),
    rebaselines: changes,
    findings: sortFindings([
      ...unitFindings(costs.mixed),
      ...measureFindings(measures, input.loeShareLimit ?? DEFAULT_LOE_SHARE_LIMIT),
      ...unknownPackageFindings(history, facts.progress, facts.costs),
      ...rebaselineFindings(changes),
      ...overlapFindings(baselines, statusDate),
      ...versionFindings(input.versions ?? [], statusDate),
      ...(model === null ? [] : historyFindings(input, facts, rows, model)),
    ]),
  }
}
