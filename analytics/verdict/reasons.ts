import { indicators } from '../../schemas/indicators.ts'
import type { ConditionResult, HoldInForce, Reason, ReasonCode, SourceStatus } from '../../schemas/verdict.ts'
import type { Contradiction } from './contradictions.ts'
import type { RefusedEvents } from './refused-events.ts'
import { isWaivableState } from './waivable.ts'

const codeOf = {
  FAIL: 'CONDITION_FAILED',
  NO_DATA: 'CONDITION_NO_DATA',
  STALE: 'CONDITION_STALE',
  INCONCLUSIVE: 'CONDITION_INCONCLUSIVE',
  ERROR: 'CONDITION_ERROR',
} as const satisfies Record<string, ReasonCode>

/** Whether a condition stands in the way: required, neither passed nor declared not to apply, and not waived. */
export function isBlocking(result: ConditionResult): boolean {
  return (
    result.required &&
    result.state !== 'PASS' &&
    result.state !== 'NOT_APPLICABLE' &&
    !(result.waiver?.state === 'in-force' && isWaivableState(result.state))
  )
}

/** The reason that a blocking condition gives; null when it gives none. */
export function reasonOfCondition(result: ConditionResult): Reason | null {
  if (!isBlocking(result) || result.indicator === 'completeness') return null
  if (result.state === 'PASS' || result.state === 'NOT_APPLICABLE') return null
  const measured = result.state === 'FAIL'
  return {
    code: codeOf[result.state],
    kind: measured || result.indicator === 'evidence.passed' ? indicators[result.indicator].family : 'DATA',
    condition: result.id,
    parameters: {
      title: result.title,
      why: result.why,
      actual: result.actual,
      lower: result.lower,
      upper: result.upper,
      unit: result.unit,
      sampleSize: result.sampleSize,
      dataAgeDays: result.dataAgeDays,
    },
  }
}

export function reasonOfHold(hold: HoldInForce): Reason {
  const { office, scope, reason, placedBy, placedAt } = hold
  return {
    code: 'HOLD_IN_FORCE',
    kind: 'HOLD_ORDER',
    condition: null,
    parameters: { hold: hold.hold, office, scope, reason, placedBy, placedAt },
  }
}

export function reasonOfSource(source: SourceStatus): Reason | null {
  if (source.state !== 'missing' && source.state !== 'stale') return null
  const { kind, phase, component, everyDays, lastDate, ageDays } = source
  return {
    code: source.state === 'missing' ? 'SOURCE_MISSING' : 'SOURCE_STALE',
    kind: 'DATA',
    condition: 'completeness',
    parameters: {
      source: kind,
      phase: phase ?? '',
      component: component ?? '',
      everyDays,
      lastDate,
      ageDays,
    },
  }
}

export function reasonOfRefused({ kind, code, count, first, last }: RefusedEvents): Reason {
  return {
    code: 'SOURCE_REFUSED',
    kind: 'DATA',
    condition: 'completeness',
    parameters: {
      refusedKind: kind === '' ? '?' : kind,
      refusal: code,
      count,
      since: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
    },
  }
}

export function reasonOfContradiction(found: Contradiction): Reason {
  return {
    code: 'CONTRADICTION',
    kind: 'DATA',
    condition: 'completeness',
    parameters: { contradiction: found.code, about: found.about, detail: found.detail },
  }
}

/** A reason that needs nothing but its code. */
export function plainReason(
  code: ReasonCode,
  kind: Reason['kind'],
  parameters: Reason['parameters'] = {},
): Reason {
  return { code, kind, condition: null, parameters }
}
