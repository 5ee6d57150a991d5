/** How grave a finding is: an `error` means that the numbers cannot be trusted. */
type FindingSeverity = 'error' | 'warning' | 'info'

/** Every finding there is, with its severity. */
export const findingSeverities = {
  /** No baseline with a budget is valid: nothing can be measured. */
  NO_BASELINE: 'error',
  /** Costs in a unit that is not the project's: AC is refused. */
  UNIT_MIX: 'error',
  /** More earned than there is budget (DECM 22I102a), or more units done than planned. */
  EV_ABOVE_BAC: 'error',
  /** Progress or cost of a package that is in no plan. */
  UNKNOWN_WORK_PACKAGE: 'error',
  /** A start or finish dated after the report that tells it (DCMA check 9). */
  ACTUAL_IN_FUTURE: 'error',
  /** Work earned that cost nothing. */
  EV_WITHOUT_AC: 'warning',
  /** Cost booked and nothing earned. */
  AC_WITHOUT_EV: 'warning',
  /** Cost dated after the work was complete. */
  AC_AFTER_COMPLETE: 'warning',
  /** The same percentage in two or more reports while cost grew: the 90 % syndrome. */
  PCT_STUCK: 'warning',
  /** Earned value went back without a reason. */
  EV_DECREASED: 'warning',
  /** The planned start has passed, the last report shows no start. */
  UNSTARTED_LATE: 'warning',
  /** The planned start has passed and there is no report, or none for longer than agreed. */
  NO_STATUS: 'warning',
  /** A report lacks the measure that the package's method needs. */
  MEASURE_MISSING: 'warning',
  /** An accepted milestone that the package does not have. */
  UNKNOWN_MILESTONE: 'warning',
  /** Claimed complete by hand, above the cap, without objective evidence. */
  COMPLETE_BUT_OPEN: 'warning',
  /** Spent as much as the whole budget with work left. */
  BUDGET_NOT_ATTAINABLE: 'warning',
  /** Level of effort is a large part of the budget and can mask a delay. */
  LOE_SHARE_HIGH: 'warning',
  /** A re-baseline made the schedule variance smaller. */
  VARIANCE_ERASED: 'warning',
  /** A re-baseline changed the budget: indices move for no reason of performance. */
  BAC_CHANGED: 'info',
  /** Work earned before its planned start: an early start. */
  EV_BEFORE_START: 'info',
  /** A credit or correction: it stays in the cumulative cost. */
  NEGATIVE_COST: 'info',
} as const satisfies Record<string, FindingSeverity>

export type FindingCode = keyof typeof findingSeverities

/** Something about the data that a reader of the numbers must know. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: FindingSeverity
  readonly workPackage?: string
  /** The facts behind it, by name: dates, amounts, counts, units. */
  readonly detail: Readonly<Record<string, string | number>>
}

/** A finding with the severity of its code. */
export function finding(code: FindingCode, detail: Finding['detail'], workPackage?: string): Finding {
  const severity = findingSeverities[code]
  return workPackage === undefined ? { code, severity, detail } : { code, severity, workPackage, detail }
}

const ORDER = Object.keys(findingSeverities) as FindingCode[]

/** Findings in the order of their codes, then of their packages. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const text = (value: Finding) => `${value.workPackage ?? ''}\u0000${JSON.stringify(value.detail)}`
  const rank = new Map(ORDER.map((code, index) => [code, index]))
  return [...findings].sort(
    (a, b) => (rank.get(a.code) ?? 0) - (rank.get(b.code) ?? 0) || (text(a) < text(b) ? -1 : 1),
  )
}
