import type { IndicatorId } from '../../schemas/indicators.ts'
import type { ConditionResult, Reason, Step } from '../../schemas/verdict.ts'
import { isBelow, isWithin } from './limits.ts'
import { isBlocking } from './reasons.ts'

/** What the numerator of an indicator counts, and the factor between numerator / denominator and the value. */
interface Counted {
  readonly unit: string
  readonly scale: number
  /** Counted in whole numbers. */
  readonly whole: boolean
  /** Whether fewer of them is what brings the value down; of most there is nothing to be undone. */
  readonly canFall?: true
}

const value = { unit: 'earned-value', scale: 1, whole: false }
const executed = { unit: 'executed-cases', scale: 1, whole: true }
const planned = { unit: 'planned-cases', scale: 1, whole: true }
const automated = { unit: 'automated-cases', scale: 1, whole: true }
const reviewed = { unit: 'review-hours', scale: 1, whole: false }
const open: Counted = { unit: 'open-defects', scale: 1, whole: true, canFall: true }

const numerators: Partial<Record<IndicatorId, Counted>> = {
  'evm.spi': value,
  'evm.cpi': value,
  'evm.spi-t': { unit: 'working-days-earned', scale: 1, whole: false },
  'evm.percent-complete': { ...value, scale: 100 },
  'tests.density': executed,
  'tests.density-kfp': executed,
  'tests.planned-density': planned,
  'tests.planned-density-kfp': planned,
  'tests.automated-density': automated,
  'tests.automated-density-kfp': automated,
  'tests.consumption': { ...executed, scale: 100 },
  'tests.plan-kept': { ...executed, scale: 100 },
  'tests.pass-rate': { unit: 'passed-cases', scale: 100, whole: true },
  'defects.fix-rate': { unit: 'closed-defects', scale: 100, whole: true },
  'defects.open-critical': open,
  'defects.open-major': open,
  'defects.open-minor': open,
  'defects.open-trivial': open,
  'defects.components-above-limit': { ...open, unit: 'components' },
  'zones.unanalysed': { ...open, unit: 'zones-to-analyse' },
  'warnings.open': { ...open, unit: 'warnings' },
  'security.scan-coverage': { unit: 'scanned-assets', scale: 100, whole: true },
  'security.open-critical': { ...open, unit: 'vulnerabilities' },
  'security.open-high': { ...open, unit: 'vulnerabilities' },
  'security.accepted-critical': { ...open, unit: 'accepted-vulnerabilities' },
  'security.accepted-high': { ...open, unit: 'accepted-vulnerabilities' },
  'security.unconfirmed-dismissals': { ...open, unit: 'dismissals-to-confirm' },
  'security.unregistered-assets': { ...open, unit: 'unregistered-assets' },
  'security.shadow-assets': { ...open, unit: 'shadow-assets' },
  'reviews.density': reviewed,
  'reviews.density-kfp': reviewed,
  'reviews.hours-per-page': reviewed,
}

function stepOf(
  code: Step['code'],
  result: ConditionResult,
  amount: number | null,
  unit: string | null,
): Step {
  return {
    code,
    condition: result.id,
    amount,
    unit,
    parameters: { title: result.title, remedy: result.remedy, why: result.why },
  }
}

/** The least change of the numerator, the denominator held, that brings a failed condition inside its limits. */
function stepOfFailure(result: ConditionResult): Step {
  const counted = result.indicator === 'completeness' ? undefined : numerators[result.indicator]
  const { actual, numerator, lower, upper } = result
  if (counted === undefined || actual === null || numerator === null)
    return stepOf('RESOLVE', result, null, null)
  const { scale, unit, whole, canFall } = counted
  const round = (value: number) => (whole ? Math.ceil(value - 1e-9) : value)
  const denominator = result.denominator ?? 1
  const isEnough = (changed: number) =>
    isWithin((changed / denominator) * scale, { lower: lower ?? undefined, upper: upper ?? undefined })
  if (lower !== null && isBelow(actual, lower)) {
    const amount = round((lower / scale) * denominator - numerator)
    // Between limits so close that no whole number lies there, no amount is enough.
    if (isEnough(numerator + amount)) return stepOf('RAISE', result, amount, unit)
  } else if (upper !== null && canFall === true) {
    const amount = round(numerator - upper)
    if (isEnough(numerator - amount)) return stepOf('LOWER', result, amount, unit)
  }
  return stepOf('RESOLVE', result, null, null)
}

function stepOfCondition(result: ConditionResult): Step | null {
  if (!isBlocking(result) || result.indicator === 'completeness') return null
  if (result.indicator === 'evidence.passed') return stepOf('RESOLVE', result, null, null)
  return result.state === 'FAIL' ? stepOfFailure(result) : stepOf('DELIVER', result, null, null)
}

/**
 * Distance to SHIP: for every blocking condition and every other reason the least that must change. All
 * steps are needed; the steps of conditions assume that nothing else changes.
 */
export function distanceToShip(conditions: readonly ConditionResult[], reasons: readonly Reason[]): Step[] {
  const ofConditions = conditions.map(stepOfCondition).filter((step) => step !== null)
  const ofReasons = reasons
    .map((reason): Step | null => {
      const step = (code: Step['code']): Step => ({
        code,
        condition: reason.condition,
        amount: null,
        unit: null,
        parameters: { ...reason.parameters, reason: reason.code },
      })
      switch (reason.code) {
        case 'HOLD_IN_FORCE':
          return step('LIFT')
        case 'PROJECT_UNDECLARED':
        case 'NO_EXPECTED_SOURCES':
          return step('DECLARE')
        case 'SOURCE_MISSING':
        case 'SOURCE_STALE':
          return step('DELIVER')
        case 'SOURCE_REFUSED':
        case 'CONTRADICTION':
          return step('RESOLVE')
        case 'NO_POLICY':
        case 'PROFILE_TOO_LAX':
        case 'EVALUATION_FAILED':
        case 'NO_GATE':
        case 'NO_REQUIRED_CONDITION':
        case 'UNKNOWN_PHASE':
        case 'PROJECT_CANCELLED':
          return step('DECIDE')
        case 'CONDITION_FAILED':
        case 'CONDITION_NO_DATA':
        case 'CONDITION_STALE':
        case 'CONDITION_INCONCLUSIVE':
        case 'CONDITION_ERROR':
          return null
      }
    })
    .filter((step) => step !== null)
  return [...ofReasons, ...ofConditions]
}
