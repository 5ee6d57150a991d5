import { findingSeverity } from '../../schemas/indicators.ts'
import type { Condition } from '../../schemas/policy.ts'
import type { Finding } from '../evm/findings.ts'
import type { Measure } from '../evm/measure.ts'
import { measureOf } from '../evm/measure.ts'
import { newestDate } from '../facts/effective-date.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

const PROGRESS = 'kind=progress.reported'
const PLANS = 'kind=plan.baselined'

/** Without a single progress report EV is 0 because nothing is known, not because nothing was done. */
function fromProgress(
  view: ProjectView,
  measure: Measure,
  parts: { numerator: number | null; denominator: number | null },
): Measurement {
  if (view.earnedValue.baseline === null) return notMeasurable('NO_BASELINE', PLANS)
  const lastDate = newestDate(view.state.of('progress.reported'), view.zone)
  if (lastDate === null) return notMeasurable('NO_PROGRESS', PROGRESS)
  if (typeof measure === 'string') return notMeasurable(measure, PROGRESS, { ...parts, lastDate })
  return { actual: measure, why: null, ...parts, sampleSize: null, lastDate, facts: PROGRESS }
}

/** Number of work packages of the baseline that is valid, with or without progress: whether there is a plan at all. */
export function baselinedPackages(view: ProjectView): Measurement {
  const plans = view.state.of('plan.baselined')
  const { baseline, workPackages } = view.earnedValue
  if (baseline === null) return notMeasurable('NO_BASELINE', PLANS)
  const count = workPackages.length
  const lastDate = newestDate(plans, view.zone)
  const none = { why: null, denominator: null, sampleSize: null }
  return { ...none, actual: count, numerator: count, lastDate, facts: PLANS }
}

/** SPI = EV / PV, of discrete work. */
export function schedulePerformance(view: ProjectView): Measurement {
  const { indices, quantities } = view.earnedValue
  return fromProgress(view, measureOf(indices, 'schedulePerformanceIndex'), {
    numerator: quantities?.discrete.earnedValue ?? null,
    denominator: quantities?.discrete.plannedValue ?? null,
  })
}

/** CPI = EV / AC, of all work. As old as the older of progress and cost. */
export function costPerformance(view: ProjectView): Measurement {
  const { indices, quantities } = view.earnedValue
  const measured = fromProgress(view, measureOf(indices, 'costPerformanceIndex'), {
    numerator: quantities?.earnedValue ?? null,
    denominator: quantities?.actualCost ?? null,
  })
  const booked = newestDate(view.state.of('cost.booked'), view.zone)
  const { lastDate } = measured
  return {
    ...measured,
    facts: 'kind=cost.booked',
    lastDate: booked !== null && lastDate !== null && booked < lastDate ? booked : lastDate,
  }
}

/** SPI(t) = ES / AT, in working days of discrete work. */
export function schedulePerformanceOverTime(view: ProjectView): Measurement {
  const { schedule } = view.earnedValue
  return fromProgress(view, measureOf(schedule, 'schedulePerformanceIndexTime'), {
    numerator: schedule.earnedSchedule,
    denominator: schedule.actualTime,
  })
}

/** Percent complete = EV / BAC x 100, of all work. */
export function percentComplete(view: ProjectView): Measurement {
  const { indices, quantities } = view.earnedValue
  const share = measureOf(indices, 'percentComplete')
  return fromProgress(view, typeof share === 'string' ? share : share * 100, {
    numerator: quantities?.earnedValue ?? null,
    denominator: quantities?.budgetAtCompletion ?? null,
  })
}

/**
 * Which findings a condition counts: those of its codes whatever their severity, otherwise all of a severity, both
 * of them together when it names both. Without either `info` is left out: it explains the numbers, it is no anomaly.
 */
function isCounted({ code, severity }: Finding, scope: Condition['scope']): boolean {
  const rank = findingSeverity.options.indexOf(severity)
  const least = scope.severity ?? (scope.findings === undefined ? 'warning' : 'info')
  const isNamed = scope.findings?.includes(code) ?? true
  return isNamed && rank <= findingSeverity.options.indexOf(least)
}

/**
 * Number of findings in the earned value data; `upper: 0` requires that there are none. Not measurable without a
 * baseline or without any progress report: there is nothing that could have been found. The sample is the
 * number of packages looked at.
 */
export function earnedValueFindings(view: ProjectView, scope: Condition['scope']): Measurement {
  const { findings, workPackages, state } = view.earnedValue
  const found = findings.filter((finding) => isCounted(finding, scope)).length
  const count = state === 'NO_BASELINE' ? state : found
  const measured = fromProgress(view, count, { numerator: found, denominator: null })
  return { ...measured, sampleSize: measured.why === null ? workPackages.length : null }
}
