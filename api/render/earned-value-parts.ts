import type { z } from 'zod'
import type { DcmaCheck } from '../../analytics/evm/dcma.ts'
import type { Finding } from '../../analytics/evm/findings.ts'
import type { ForecastFinishDates } from '../../analytics/evm/finish-dates.ts'
import type { Rebaseline } from '../../analytics/evm/rebaseline.ts'
import type { TestPhaseStatus } from '../../analytics/evm/test-phase.ts'
import type { earnedValueAnswer, earnedValueFinding } from '../../schemas/answers-earned-value.ts'
import type { FactKind } from '../../schemas/facts/index.ts'
import type { Translate } from './translate.ts'

type Answer = z.infer<typeof earnedValueAnswer>

/** The forecast finishes under the names that their durations have in `ieacT`. */
export function renderFinishDates(dates: ForecastFinishDates): Answer['forecastFinishDates'] {
  const bySchedule = (method: ForecastFinishDates['plannedValue']) => ({
    pf1: method.plannedRate,
    spi: method.scheduleIndex,
    sci: method.scheduleCostIndex,
  })
  const { plannedRate, timeIndex, timeCostIndex } = dates.earnedSchedule
  return {
    pv: bySchedule(dates.plannedValue),
    ed: bySchedule(dates.earnedDuration),
    es: { pf1: plannedRate, spiT: timeIndex, sciT: timeCostIndex },
  }
}

export function renderRebaseline(change: Rebaseline): Answer['rebaselines'][number] {
  const { revision, previousRevision, validFrom, reason } = change
  return {
    revision,
    previousRevision,
    validFrom,
    reason,
    bacBefore: change.budgetBefore,
    bacAfter: change.budgetAfter,
    added: [...change.added],
    removed: [...change.removed],
    rebudgeted: [...change.rebudgeted],
    svBefore: change.scheduleVarianceBefore,
    svAfter: change.scheduleVarianceAfter,
    erasedSv: change.erasedScheduleVariance,
  }
}

export function renderDcma(check: DcmaCheck): Answer['dcma'][number] {
  return { ...check, workPackages: [...check.workPackages] }
}

const testPhaseNames = {
  plannedValue: 'pv',
  earnedValue: 'ev',
  budgetAtCompletion: 'bac',
  actualCost: 'ac',
  scheduleVariance: 'sv',
  schedulePerformanceIndex: 'spi',
  costPerformanceIndex: 'cpi',
  earnedSchedule: 'es',
  schedulePerformanceIndexTime: 'spiT',
} as const

export function renderTestPhase(status: TestPhaseStatus): Answer['testPhases'][number] {
  const { phase, kind, weighting, unit, counts, costFrom, values } = status
  const missing = Object.entries(values.notMeasurable).map(([name, why]) => [
    testPhaseNames[name as keyof typeof testPhaseNames],
    why,
  ])
  return {
    phase,
    kind,
    weighting,
    unit,
    planned: counts?.planned ?? null,
    executed: counts?.executed ?? null,
    passed: counts?.passed ?? null,
    failed: counts?.failed ?? null,
    blocked: counts?.blocked ?? null,
    reportedOn: counts?.reportedOn ?? null,
    pv: values.plannedValue,
    ev: values.earnedValue,
    bac: values.budgetAtCompletion,
    ac: values.actualCost,
    acFrom: costFrom,
    sv: values.scheduleVariance,
    spi: values.schedulePerformanceIndex,
    cpi: values.costPerformanceIndex,
    es: values.earnedSchedule,
    spiT: values.schedulePerformanceIndexTime,
    notMeasurable: Object.fromEntries(missing) as Record<string, string>,
  }
}

const FROM_COSTS: readonly Finding['code'][] = [
  'UNIT_MIX',
  'AC_WITHOUT_EV',
  'AC_AFTER_COMPLETE',
  'NEGATIVE_COST',
  'BUDGET_NOT_ATTAINABLE',
]
const FROM_PLANS: readonly Finding['code'][] = [
  'NO_BASELINE',
  'OVERLAPPING_BASELINES',
  'BASELINE_REWRITTEN',
  'VARIANCE_ERASED',
  'BAC_CHANGED',
  'LOE_SHARE_HIGH',
]

function kindBehind({ code, detail }: Finding): string {
  if (typeof detail['from'] === 'string' && code !== 'PCT_JUMP') return detail['from']
  if (FROM_COSTS.includes(code)) return 'cost.booked' satisfies FactKind
  return (FROM_PLANS.includes(code) ? 'plan.baselined' : 'progress.reported') satisfies FactKind
}

/** The natural key of the one fact behind a finding, or null when there are several. */
function keyBehind(finding: Finding, kind: string): string | null {
  const { workPackage, detail } = finding
  if (kind === 'plan.baselined' && detail['revision'] !== undefined) return String(detail['revision'])
  const date = detail['reportedOn'] ?? (detail['from'] === kind ? undefined : detail['date'])
  if (kind !== 'progress.reported' || workPackage === undefined || date === undefined) return null
  return [workPackage, String(date)].map(encodeURIComponent).join('/')
}

/** A finding with its sentence and a query of the facts that it rests on. */
export function renderFinding(
  project: string,
  finding: Finding,
  translate: Translate,
): z.infer<typeof earnedValueFinding> {
  const kind = kindBehind(finding)
  const key = keyBehind(finding, kind)
  const query = new URLSearchParams({ kind, ...(key !== null && { key }) })
  return {
    code: finding.code,
    severity: finding.severity,
    workPackage: finding.workPackage ?? null,
    message: translate(`finding.${finding.code}`),
    detail: { ...finding.detail },
    facts: `/v1/projects/${project}/facts?${query.toString()}`,
  }
}
