import { z } from 'zod'

/** What a reason for HOLD is about; decides who has to act. */
export const reasonKind = z.enum([
  'QUALITY',
  'PROGRESS',
  'DATA',
  'SECURITY',
  'EVIDENCE',
  'HOLD_ORDER',
  'POLICY',
])
export type ReasonKind = z.infer<typeof reasonKind>

export const unit = z.enum([
  'ratio',
  'percent',
  'count',
  'cases/KSLOC',
  'defects/KSLOC',
  'defects/100 cases',
  'defects/hour',
  'findings/hour',
  'hours/KSLOC',
  'hours/page',
  'days',
  'passed',
])
export type Unit = z.infer<typeof unit>

interface IndicatorDefinition {
  readonly unit: Unit
  readonly family: Extract<ReasonKind, 'QUALITY' | 'PROGRESS' | 'EVIDENCE' | 'SECURITY'>
  /** Version of the definition: it grows whenever the same facts would give another number. */
  readonly version: number
  /** May be limited to one kind of phase. */
  readonly byPhase: boolean
  /** May be limited to one component. */
  readonly byComponent: boolean
  /** An estimate from a sample: it has a 95 % interval, by which a condition may judge. */
  readonly hasInterval: boolean
  /** Held against usual densities, which a condition on it must name. */
  readonly needsLimits: boolean
}

const progress = (unit: Unit): IndicatorDefinition => ({
  unit,
  family: 'PROGRESS',
  version: 1,
  byPhase: false,
  byComponent: false,
  hasInterval: false,
  needsLimits: false,
})
const quality = (unit: Unit, other: Partial<IndicatorDefinition> = {}): IndicatorDefinition => ({
  unit,
  family: 'QUALITY',
  version: 1,
  byPhase: true,
  byComponent: true,
  hasInterval: false,
  needsLimits: false,
  ...other,
})
const sampled = { hasInterval: true }
const ofProject = { byPhase: false, byComponent: false }

/** Every indicator a policy may put a condition on. */
export const indicators = {
  'evm.spi': progress('ratio'),
  'evm.cpi': progress('ratio'),
  'evm.spi-t': progress('ratio'),
  'evm.percent-complete': progress('percent'),
  'evm.findings': progress('count'),
  'tests.density': quality('cases/KSLOC'),
  'tests.consumption': quality('percent'),
  'tests.pass-rate': quality('percent', sampled),
  'tests.planned-density': quality('cases/KSLOC'),
  'tests.automated-density': quality('cases/KSLOC'),
  'tests.plan-kept': quality('percent'),
  'defects.density': quality('defects/KSLOC', sampled),
  'defects.cause-density': quality('defects/KSLOC', sampled),
  'defects.detection-rate': quality('defects/100 cases', sampled),
  'defects.detection-rate-per-hour': quality('defects/hour', sampled),
  'defects.fix-rate': quality('percent'),
  'defects.reopen-rate': quality('percent', sampled),
  'defects.removal-efficiency': quality('percent', { ...ofProject, ...sampled }),
  'defects.phase-containment': quality('percent', sampled),
  'defects.upstream-ratio': quality('percent', { byPhase: false, ...sampled }),
  'defects.time-to-fix-median': quality('days'),
  'defects.time-to-fix-p85': quality('days'),
  'defects.worst-component-density': quality('defects/KSLOC', { byComponent: false }),
  'defects.components-above-limit': quality('count', { byComponent: false }),
  'defects.oldest-open-critical': quality('days'),
  'defects.oldest-open-major': quality('days'),
  'defects.oldest-open-minor': quality('days'),
  'defects.oldest-open-trivial': quality('days'),
  'defects.open-critical': quality('count'),
  'defects.open-major': quality('count'),
  'defects.open-minor': quality('count'),
  'defects.open-trivial': quality('count'),
  'defects.actual-to-expected': quality('percent', { needsLimits: true }),
  'zones.unanalysed': quality('count', { byComponent: false, needsLimits: true }),
  'warnings.open': quality('count', ofProject),
  'reviews.density': quality('hours/KSLOC'),
  'reviews.hours-per-page': quality('hours/page'),
  'reviews.findings-per-hour': quality('findings/hour', sampled),
  'reliability.residual-severe-upper': quality('count', { byComponent: false }),
  'reliability.convergence-ratio-lower': quality('ratio', { byComponent: false }),
  'reliability.trend': quality('ratio', { byComponent: false }),
  'evidence.passed': { ...quality('passed', ofProject), family: 'EVIDENCE' },
} as const satisfies Record<string, IndicatorDefinition>

export type IndicatorId = keyof typeof indicators
export const indicatorIds = Object.keys(indicators) as [IndicatorId, ...IndicatorId[]]
export const indicatorId = z.enum(indicatorIds)
/** What lists of indicators show: not what needs a checklist item, nor the fits, which have a resource of their own. */
export const listedIndicatorIds = indicatorIds.filter(
  (id) => id !== 'evidence.passed' && !id.startsWith('reliability.'),
)

/** How grave a finding of earned value is, gravest first: an `error` means that the numbers cannot be trusted. */
export const findingSeverity = z.enum(['error', 'warning', 'info'])
export type FindingSeverity = z.infer<typeof findingSeverity>

/** Every finding of earned value there is, with its severity. */
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
  /** Two baselines claim one span of time: valid from the same date, or a later revision from an earlier date. */
  OVERLAPPING_BASELINES: 'error',
  /** Work earned that cost nothing. */
  EV_WITHOUT_AC: 'warning',
  /** Cost booked and nothing earned. */
  AC_WITHOUT_EV: 'warning',
  /** Cost dated after the work was complete. */
  AC_AFTER_COMPLETE: 'warning',
  /** The same percentage in two or more reports while cost grew: the 90 % syndrome. */
  PCT_STUCK: 'warning',
  /** More progress between two reports than the plan gives the time for. */
  PCT_JUMP: 'warning',
  /** A report, booking or baseline changed a period that later reports had closed. */
  RETRO_CHANGE: 'warning',
  /** One revision of the baseline was sent again with another content: changed without a new baseline. */
  BASELINE_REWRITTEN: 'warning',
  /** A fact that happened after it was received: the sender's clock runs ahead. */
  CLOCK_SKEW: 'warning',
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
export const findingCodes = Object.keys(findingSeverities) as [FindingCode, ...FindingCode[]]
export const findingCode = z.enum(findingCodes)
