import { indicators } from '../../schemas/indicators.ts'
import type { Bilingual, Condition } from '../../schemas/policy.ts'
import type { ConditionResult, ConditionState, WaiverMark } from '../../schemas/verdict.ts'
import { daysBetween } from '../facts/effective-date.ts'
import { type Measurement, type NotMeasurable, notMeasurable } from '../indicators/measurement.ts'
import { type ProjectView, phasesOfKind } from '../indicators/project-view.ts'
import { measures } from '../indicators/measure.ts'
import { type Gate, judgedPhase } from './gate.ts'
import { coversLimit, credit, isAbove, isWithin } from './limits.ts'
import { sizeDate } from './size-date.ts'

/** Why a condition is in a state other than PASS or FAIL. */
export type Why =
  | NotMeasurable
  | 'BY_RULE'
  | 'TOO_OLD'
  | 'SAMPLE_TOO_SMALL'
  | 'INTERVAL_COVERS_LIMIT'
  | 'COMPUTATION_FAILED'
  | 'WRONG_UNIT'

interface Judged {
  readonly state: ConditionState
  readonly why: Why | null
  readonly measurement: Measurement
}

/** Called with what was thrown while an indicator was computed; the condition becomes ERROR. */
export type OnError = (condition: string, error: unknown) => void

const nothing = (why: NotMeasurable): Measurement => notMeasurable(why, '')

function judge(condition: Condition, view: ProjectView, gate: Gate, onError: OnError): Judged {
  const { scope } = condition
  const own = judgedPhase(gate, view)
  if (scope.onlyPhases !== undefined && own !== null && !scope.onlyPhases.includes(own.kind)) {
    return { state: 'NOT_APPLICABLE', why: 'BY_RULE', measurement: nothing('PHASE_ABSENT') }
  }
  const phases =
    scope.phase === undefined
      ? null
      : scope.phase === 'gate'
        ? own === null
          ? []
          : [own.id]
        : phasesOfKind(view, scope.phase).map((phase) => phase.id)
  if (phases?.length === 0) {
    const state = scope.ifPhaseAbsent === 'not-applicable' ? 'NOT_APPLICABLE' : 'NO_DATA'
    return { state, why: 'PHASE_ABSENT', measurement: nothing('PHASE_ABSENT') }
  }
  const component = scope.component ?? null
  if (component !== null && !(view.declared.components ?? []).some(({ id }) => id === component)) {
    return { state: 'NO_DATA', why: 'COMPONENT_ABSENT', measurement: nothing('COMPONENT_ABSENT') }
  }
  // A condition of an older policy may be in a unit that its indicator no longer has.
  if (condition.unit !== indicators[condition.indicator].unit) {
    return { state: 'ERROR', why: 'WRONG_UNIT', measurement: nothing('PHASE_ABSENT') }
  }
  let measurement: Measurement
  try {
    measurement = dated(
      measures[condition.indicator]({ view, phases, component, gate: gate.name, scope }),
      condition,
      view,
    )
  } catch (error) {
    onError(condition.id, error)
    return { state: 'ERROR', why: 'COMPUTATION_FAILED', measurement: nothing('PHASE_ABSENT') }
  }
  return { ...stateOf(condition, measurement, view.statusDate), measurement }
}

/** A number per size is as old as the older of what was counted and the size. */
function dated(measured: Measurement, { indicator, scope }: Condition, view: ProjectView): Measurement {
  if (!indicators[indicator].sources.includes('size.measured') || measured.lastDate === null) return measured
  const sized = sizeDate(view, scope.component ?? null)
  return sized === null || sized >= measured.lastDate ? measured : { ...measured, lastDate: sized }
}

/** The order matters: a number that is old or rests on too little is not judged against the limits at all. */
function stateOf(
  condition: Condition,
  measured: Measurement,
  statusDate: string,
): Omit<Judged, 'measurement'> {
  if (measured.actual === null || !Number.isFinite(measured.actual)) {
    return { state: 'NO_DATA', why: measured.why }
  }
  const age = ageInDays(measured, statusDate)
  if (condition.maxAgeDays !== undefined && (age === null || age > condition.maxAgeDays)) {
    return { state: 'STALE', why: 'TOO_OLD' }
  }
  if (condition.minSample !== undefined && (measured.sampleSize ?? 0) < condition.minSample) {
    return { state: 'INCONCLUSIVE', why: 'SAMPLE_TOO_SMALL' }
  }
  if (condition.interval === true && coversLimit(measured.interval, condition)) {
    return { state: 'INCONCLUSIVE', why: 'INTERVAL_COVERS_LIMIT' }
  }
  return { state: isWithin(measured.actual, condition) ? 'PASS' : 'FAIL', why: null }
}

function ageInDays(measured: Measurement, statusDate: string): number | null {
  return measured.lastDate === null ? null : Math.max(0, daysBetween(measured.lastDate, statusDate))
}

/** What to do about the side on which the value is; without a value, what brings it up to the lower limit. */
function remedyFor({ remedy, upper }: Condition, actual: number | null): Bilingual {
  if (!('below' in remedy)) return remedy
  return actual !== null && isAbove(actual, upper) ? remedy.above : remedy.below
}

/** Judges one condition on a project at a gate. A condition that is not yet in effect is advisory. */
export function evaluateCondition(
  condition: Condition,
  view: ProjectView,
  gate: Gate,
  waiver: WaiverMark | null,
  onError: OnError,
): ConditionResult {
  const { state, why, measurement } = judge(condition, view, gate, onError)
  const inEffect = condition.effectiveFrom === undefined || condition.effectiveFrom <= view.statusDate
  const counts = (state === 'PASS' || state === 'FAIL') && measurement.actual !== null
  const { phase, component, item, independent, withinDays, scanners } = condition.scope
  return {
    id: condition.id,
    indicator: condition.indicator,
    scope: {
      ...(phase !== undefined && { phase: phase === 'gate' ? gate.name : phase }),
      ...(component !== undefined && { component }),
      ...(item !== undefined && { item }),
      ...(independent !== undefined && { independent }),
      ...(withinDays !== undefined && { withinDays }),
      ...(scanners !== undefined && { scanners: scanners.join(', ') }),
    },
    state,
    why,
    actual: measurement.actual,
    numerator: measurement.numerator,
    denominator: measurement.denominator,
    unit: indicators[condition.indicator].unit,
    lower: condition.lower ?? null,
    upper: condition.upper ?? null,
    sampleSize: measurement.sampleSize,
    ...(measurement.interval !== undefined && { interval: [...measurement.interval] }),
    dataAgeDays: ageInDays(measurement, view.statusDate),
    required: condition.kind === 'required' && inEffect,
    ...(condition.kind === 'required' && !inEffect && { requiredFrom: condition.effectiveFrom }),
    weight: condition.weight,
    credit: counts ? credit(measurement.actual, condition) : 0,
    // In the order of the schema: a kept verdict is read back in it, and its digest is taken again.
    ...(waiver !== null && { waiver }),
    title: condition.title,
    remedy: remedyFor(condition, measurement.actual),
    facts: indicators[condition.indicator].sources.map((kind) => `kind=${kind}`).join('&'),
  }
}
