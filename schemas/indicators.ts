import { z } from 'zod'
import type { FactKind } from './facts/index.ts'

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
  'cases/KFP',
  'defects/KSLOC',
  'defects/KFP',
  'defects/100 cases',
  'defects/hour',
  'findings/hour',
  'hours/KSLOC',
  'hours/KFP',
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
  /** May be told by the cause of the defects. */
  readonly byCause: boolean
  /** An estimate from a sample: it has a 95 % interval, by which a condition may judge. */
  readonly hasInterval: boolean
  /** May be limited to what some scanners looked at. */
  readonly byScanner: boolean
  /** Held against usual densities, which a condition on it must name. */
  readonly needsLimits: boolean
  /** Of defects: whether symptoms 現象 or causes 原因 are counted; null where no defect is. */
  readonly counts: 'symptoms' | 'causes' | null
  /** The kinds of facts that it is computed from, beside the declaration of the project. */
  readonly sources: readonly FactKind[]
}

const common = {
  version: 1,
  byPhase: false,
  byComponent: false,
  byCause: false,
  hasInterval: false,
  byScanner: false,
  needsLimits: false,
  counts: null,
}
const SIZE = 'size.measured'
const TESTS = 'tests.reported'
const COVERAGE = 'coverage.measured'
const COMMITS = 'commits.counted'
const DEFECTS = 'defect.reported'
const REVIEWS = 'review.held'
const EARNED = ['plan.baselined', 'progress.reported', 'cost.booked'] as const

const progress = (unit: Unit, ...sources: FactKind[]): IndicatorDefinition => ({
  ...common,
  unit,
  family: 'PROGRESS',
  sources: ['plan.baselined', 'progress.reported', ...sources],
})
const planned = (unit: Unit): IndicatorDefinition => ({ ...progress(unit), sources: ['plan.baselined'] })
/** Of tests, reviews and what is not about defects. */
const quality = (
  unit: Unit,
  sources: readonly FactKind[],
  other: Partial<IndicatorDefinition> = {},
): IndicatorDefinition => ({
  ...common,
  unit,
  family: 'QUALITY',
  byPhase: true,
  byComponent: true,
  sources,
  ...other,
})
/** Of defects: symptoms, unless told otherwise. */
const defects = (
  unit: Unit,
  sources: readonly FactKind[],
  other: Partial<IndicatorDefinition> = {},
): IndicatorDefinition => quality(unit, [DEFECTS, ...sources], { counts: 'symptoms', ...other })
const ASSETS = 'asset.registered'
const SCANS = 'scan.completed'
const FOUND = [ASSETS, SCANS, 'vulnerability.reported'] as const
/** Of assets, scans and vulnerabilities: always of the whole project. */
const security = (unit: Unit, ...sources: FactKind[]): IndicatorDefinition => ({
  ...common,
  unit,
  family: 'SECURITY',
  byScanner: true,
  sources,
})
const ofAssets = { byScanner: false }
const sampled = { hasInterval: true }
const ofCauses = { hasInterval: true, counts: 'causes' } as const
const ofProject = { byPhase: false, byComponent: false }
const PER_SIZE = [TESTS, SIZE] as const

/** Every indicator a policy may put a condition on. */
export const indicators = {
  'evm.baselined-packages': planned('count'),
  'evm.spi': progress('ratio'),
  'evm.cpi': progress('ratio', 'cost.booked'),
  'evm.spi-t': progress('ratio'),
  'evm.percent-complete': progress('percent'),
  'evm.findings': progress('count', 'cost.booked'),
  'tests.density': quality('cases/KSLOC', PER_SIZE, { version: 2 }),
  'tests.density-kfp': quality('cases/KFP', PER_SIZE),
  'tests.consumption': quality('percent', [TESTS]),
  'tests.pass-rate': quality('percent', [TESTS], sampled),
  'tests.planned-density': quality('cases/KSLOC', PER_SIZE, { version: 2 }),
  'tests.planned-density-kfp': quality('cases/KFP', PER_SIZE),
  'tests.automated-density': quality('cases/KSLOC', PER_SIZE, { version: 2 }),
  'tests.automated-density-kfp': quality('cases/KFP', PER_SIZE),
  'tests.plan-kept': quality('percent', [TESTS], { version: 2 }),
  'tests.statement-coverage': quality('percent', [COVERAGE]),
  'tests.branch-coverage': quality('percent', [COVERAGE]),
  'defects.density': defects('defects/KSLOC', PER_SIZE, { ...sampled, version: 2 }),
  'defects.density-kfp': defects('defects/KFP', PER_SIZE, sampled),
  'defects.cause-density': defects('defects/KSLOC', PER_SIZE, { ...ofCauses, version: 2 }),
  'defects.cause-density-kfp': defects('defects/KFP', PER_SIZE, ofCauses),
  'defects.detection-rate': defects('defects/100 cases', [TESTS], sampled),
  'defects.detection-rate-per-hour': defects('defects/hour', [TESTS], sampled),
  'defects.fix-rate': defects('percent', [], { byCause: true }),
  'defects.reopen-rate': defects('percent', [], { ...sampled, byCause: true, version: 2 }),
  'defects.removal-efficiency': defects('percent', [], { ...sampled, byPhase: false }),
  'defects.phase-containment': defects('percent', [], sampled),
  'defects.upstream-ratio': defects('percent', [REVIEWS], { ...sampled, byPhase: false }),
  'defects.time-to-fix-median': defects('days', [], { byCause: true }),
  'defects.time-to-fix-p85': defects('days', [], { byCause: true }),
  'defects.worst-component-density': defects('defects/KSLOC', [SIZE], {
    ...sampled,
    byComponent: false,
    version: 2,
  }),
  'defects.components-above-limit': defects('count', [SIZE], { byComponent: false, version: 2 }),
  'defects.oldest-open-critical': defects('days', []),
  'defects.oldest-open-major': defects('days', []),
  'defects.oldest-open-minor': defects('days', []),
  'defects.oldest-open-trivial': defects('days', []),
  'defects.open-critical': defects('count', []),
  'defects.open-major': defects('count', []),
  'defects.open-minor': defects('count', []),
  'defects.open-trivial': defects('count', []),
  'defects.actual-to-expected': defects('percent', [SIZE], { ...sampled, needsLimits: true, version: 2 }),
  'zones.unanalysed': quality('count', [DEFECTS, TESTS, SIZE, 'zone.analysed'], {
    byComponent: false,
    needsLimits: true,
    version: 2,
  }),
  'warnings.open': quality(
    'count',
    [
      DEFECTS,
      TESTS,
      SIZE,
      REVIEWS,
      COVERAGE,
      COMMITS,
      'testrun.finished',
      'zone.analysed',
      'scan.completed',
      ...EARNED,
    ],
    { ...ofProject, version: 2 },
  ),
  'reviews.density': quality('hours/KSLOC', [REVIEWS, SIZE], { version: 2 }),
  'reviews.density-kfp': quality('hours/KFP', [REVIEWS, SIZE]),
  'reviews.hours-per-page': quality('hours/page', [REVIEWS]),
  'reviews.findings-per-hour': quality('findings/hour', [REVIEWS], sampled),
  'security.scan-coverage': security('percent', ASSETS, SCANS),
  'security.oldest-scan': security('days', ASSETS, SCANS),
  'security.open-critical': security('count', ...FOUND),
  'security.open-high': security('count', ...FOUND),
  'security.oldest-open-critical': security('days', ...FOUND),
  'security.oldest-open-high': security('days', ...FOUND),
  'security.accepted-critical': security('count', ...FOUND),
  'security.accepted-high': security('count', ...FOUND),
  'security.unconfirmed-dismissals': security('count', 'evidence.recorded', ...FOUND),
  'security.unregistered-assets': { ...security('count', ...FOUND), ...ofAssets },
  'security.shadow-assets': { ...security('count', ASSETS, 'asset.observed'), ...ofAssets },
  'freshness.tests-behind': quality('days', [COMMITS, TESTS, 'testrun.finished']),
  'freshness.scans-behind': {
    ...quality('days', [COMMITS, 'scan.completed'], ofProject),
    family: 'SECURITY',
  },
  'reliability.residual-severe-upper': defects('count', [TESTS], { byComponent: false }),
  'reliability.convergence-ratio-lower': defects('ratio', [TESTS], { byComponent: false }),
  'reliability.trend': defects('ratio', [TESTS], { byComponent: false }),
  'evidence.passed': {
    ...quality('passed', ['evidence.recorded'], { ...ofProject, version: 2 }),
    family: 'EVIDENCE',
  },
} as const satisfies Record<string, IndicatorDefinition>

export type IndicatorId = keyof typeof indicators
export const indicatorIds = Object.keys(indicators) as [IndicatorId, ...IndicatorId[]]
export const indicatorId = z.enum(indicatorIds)
const NEED_A_CONDITION: ReadonlySet<IndicatorId> = new Set(['evidence.passed', 'security.scan-coverage'])
/** What lists of indicators show: not what needs an item or a period of a condition, nor the fits, which have a resource of their own. */
export const listedIndicatorIds = indicatorIds.filter(
  (id) => !NEED_A_CONDITION.has(id) && !id.startsWith('reliability.'),
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
