import type { ProgressReported } from '../../schemas/facts/plan.ts'
import type { EarnedValueStatus } from './project-status.ts'
import type { NotMeasurableReason } from './measure.ts'
import type { WorkPackageStatus } from './work-package-status.ts'

/** The checks of the DCMA 14 points that the facts can say something about, and the hit task ratio. */
type DcmaCheckName =
  'negative-float' | 'invalid-dates' | 'resources' | 'missed-tasks' | 'baseline-execution-index' | 'hit-tasks'

/** One check: its value against its limit, and the packages that are counted against it. */
export interface DcmaCheck {
  /** Its number among the 14 points; null for the hit task ratio, which has none. */
  readonly point: number | null
  readonly check: DcmaCheckName
  readonly value: number | null
  readonly limit: number | null
  /** `at-most` or `at-least`: on which side of the limit a value passes. */
  readonly passes: 'at-most' | 'at-least'
  /** `null` when it cannot be measured or has no limit. */
  readonly passed: boolean | null
  readonly why: NotMeasurableReason | null
  readonly workPackages: readonly string[]
}

type Definition = Pick<DcmaCheck, 'point' | 'check' | 'limit' | 'passes'>

const NEGATIVE_FLOAT: Definition = { point: 7, check: 'negative-float', limit: 0, passes: 'at-most' }
const INVALID_DATES: Definition = { point: 9, check: 'invalid-dates', limit: 0, passes: 'at-most' }
const RESOURCES: Definition = { point: 10, check: 'resources', limit: 0, passes: 'at-most' }
const MISSED: Definition = { point: 11, check: 'missed-tasks', limit: 0.05, passes: 'at-most' }
const EXECUTION: Definition = {
  point: 14,
  check: 'baseline-execution-index',
  limit: 0.95,
  passes: 'at-least',
}
const HIT: Definition = { point: null, check: 'hit-tasks', limit: null, passes: 'at-least' }

function result(
  definition: Definition,
  measure: number | NotMeasurableReason,
  rows: readonly { readonly workPackage: string }[],
): DcmaCheck {
  const workPackages = rows.map((row) => row.workPackage)
  if (typeof measure === 'string')
    return { ...definition, value: null, passed: null, why: measure, workPackages }
  const { limit, passes } = definition
  const passed = limit === null ? null : passes === 'at-most' ? measure <= limit : measure >= limit
  return { ...definition, value: measure, passed, why: null, workPackages }
}

/** Reported work that no plan has: it lacks baseline dates. Complete when its newest report names a finish. */
function unplanned(status: EarnedValueStatus, progress: readonly ProgressReported[]) {
  const planned = new Set(status.workPackages.map((row) => row.workPackage))
  const newest = new Map<string, ProgressReported>()
  for (const report of progress) {
    const known = newest.get(report.workPackage)
    const counts = report.retracted !== true && report.asOf <= status.statusDate
    if (!counts || planned.has(report.workPackage)) continue
    if (known === undefined || known.asOf < report.asOf) newest.set(report.workPackage, report)
  }
  return [...newest.values()].sort((a, b) => (a.workPackage < b.workPackage ? -1 : 1))
}

const hasNoResources = ({ quantities, completedOn }: WorkPackageStatus): boolean =>
  quantities.budgetAtCompletion === 0 || (completedOn !== null && quantities.actualCost === 0)

/**
 * What the facts can say of the DCMA 14 point assessment, on discrete packages that are measured themselves
 * (level of effort has no schedule, apportioned work follows its base).
 *
 * | point | check | value | limit |
 * |---|---|---|---|
 * | 7 | negative float | not measurable: it takes a network of tasks | 0 |
 * | 9 | invalid dates | packages with an actual start or finish after the report that tells it | 0 |
 * | 10 | resources | packages without a budget, or complete without any cost | 0 |
 * | 11 | missed tasks | due and not finished by their planned finish / due | <= 0.05 |
 * | 14 | BEI | finished / (due + reported without baseline dates) | >= 0.95 |
 * | – | HitTask% | finished by their planned finish / due, as a ratio | none |
 *
 * Due is what the baseline finishes by the status date; finished is what has earned all of its budget.
 *
 * @param progress every report; those of packages without a plan are the ones without baseline dates
 * @see DCMA-EA PAM 200.1 (October 2012), section 4
 */
export function dcmaChecks(
  status: EarnedValueStatus,
  progress: readonly ProgressReported[],
): readonly DcmaCheck[] {
  const rows = status.workPackages.filter((row) => !row.levelOfEffort && row.method !== 'apportioned')
  const due = rows.filter((row) => row.plannedFinish <= status.statusDate)
  const missed = due.filter((row) => row.completedOn === null || row.completedOn > row.plannedFinish)
  const hit = due.filter((row) => !missed.includes(row))
  const outside = unplanned(status, progress)
  const finished = rows.filter((row) => row.completedOn !== null).length
  const finishedOutside = outside.filter(({ finishedOn, asOf }) => (finishedOn ?? '9999') <= asOf).length
  const open = [...due.filter((row) => row.completedOn === null), ...outside]
  const future = new Set(
    status.findings.filter(({ code }) => code === 'ACTUAL_IN_FUTURE').map((found) => found.workPackage),
  )
  const invalid = rows.filter((row) => future.has(row.workPackage))
  const poor = rows.filter(hasNoResources)

  const missing = rows.length === 0 ? ('NO_BASELINE' as const) : null
  const notDue = missing ?? (due.length === 0 ? ('NOTHING_DUE' as const) : null)
  const committed = due.length + outside.length
  return [
    result(NEGATIVE_FLOAT, missing ?? 'NO_NETWORK', []),
    result(INVALID_DATES, missing ?? invalid.length, invalid),
    result(RESOURCES, missing ?? poor.length, poor),
    result(MISSED, notDue ?? missed.length / due.length, missed),
    result(
      EXECUTION,
      missing ?? (committed === 0 ? 'NOTHING_DUE' : (finished + finishedOutside) / committed),
      open,
    ),
    result(HIT, notDue ?? hit.length / due.length, missed),
  ]
}
