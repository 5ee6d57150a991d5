import { newestDate } from '../facts/effective-date.ts'
import type { Measurement } from '../indicators/measurement.ts'
import { DEFECT_FACTS } from '../indicators/found-defects.ts'
import type { Slice } from '../indicators/slice.ts'
import { modelOf, type ReliabilityAnalysis } from './analyze.ts'
import { convergenceOf, residualOf } from './derived.ts'
import type { FailureData } from './failure-data.ts'
import type { NotAssessableReason } from './not-assessable.ts'
import { projectAnalysis } from './project-analysis.ts'
import type { ProjectFailures } from './project-failures.ts'

/** A measurement that may also be missing because reliability growth cannot be assessed. */
export type ReliabilityMeasurement = Omit<Measurement, 'why'> & {
  readonly why: Measurement['why'] | NotAssessableReason
}

interface Known {
  readonly failures: ProjectFailures
  readonly data: FailureData
  readonly analysis: ReliabilityAnalysis
}

/** One number of the analysis; while it may not be judged by there is none, and the first reason says why. */
function measure(
  slice: Slice,
  actualOf: (known: Known) => { actual: number; numerator: number | null; denominator: number | null } | null,
  judgesAnyway: (reason: NotAssessableReason) => boolean = () => false,
): ReliabilityMeasurement {
  const { view } = slice
  const reported = view.state.of('defect.reported')
  const lastDate = newestDate(reported, view.zone)
  const nothing = { actual: null, numerator: null, denominator: null, sampleSize: null, lastDate }
  if (reported.length === 0) return { ...nothing, why: 'NO_DEFECTS_REPORTED', facts: DEFECT_FACTS }
  const { failures, analysis } = projectAnalysis(slice)
  const { data } = failures
  if (data === null || analysis === null) return { ...nothing, why: 'NO_EVENTS', facts: DEFECT_FACTS }
  const [reason] = analysis.notAssessable.filter((candidate) => !judgesAnyway(candidate))
  const found = reason === undefined ? actualOf({ failures, data, analysis }) : null
  const sampleSize = data.events
  if (found === null)
    return { ...nothing, sampleSize, why: reason ?? 'NO_FINITE_ESTIMATE', facts: DEFECT_FACTS }
  return { ...found, why: null, sampleSize, lastDate, facts: DEFECT_FACTS }
}

/**
 * Residual critical and major defects at the upper end of their 95 % interval: of all models that the data cannot
 * tell from the best the largest, times the share of defects found so far that were critical or major.
 */
export function residualSevereUpper(slice: Slice): ReliabilityMeasurement {
  return measure(slice, ({ failures, analysis }) => {
    const upper = analysis.selection?.indistinguishable.residualUpper ?? null
    const { severeShare } = failures
    return upper === null || severeShare === null
      ? null
      : { actual: upper * severeShare, numerator: null, denominator: null }
  })
}

/** Convergence ratio 収束率 at the lower end of its 95 % interval, by the selected model: N / upper end of omega. */
export function convergenceRatioLower(slice: Slice): ReliabilityMeasurement {
  return measure(slice, ({ data, analysis }) => {
    const { selection } = analysis
    const selected = selection === null ? undefined : modelOf(analysis, selection.model)
    if (selected?.estimate === undefined || selected.estimate === null) return null
    const { lower } = convergenceOf(selected.estimate, selected.interval)
    const { upper } = residualOf(selected.estimate, selected.interval)
    if (lower === null || upper === null) return null
    return { actual: lower, numerator: data.events, denominator: data.events + upper }
  })
}

/** What makes an estimate unusable says nothing against the trend, which needs no model. */
const NEEDS_TREND: ReadonlySet<NotAssessableReason> = new Set(['NO_EVENTS', 'TOO_FEW_EVENTS'])

/** Laplace's trend u: at most -1.645 shows growth with 95 % confidence. */
export function growthTrend(slice: Slice): ReliabilityMeasurement {
  return measure(
    slice,
    ({ analysis }) =>
      analysis.laplace === null ? null : { actual: analysis.laplace, numerator: null, denominator: null },
    (reason) => !NEEDS_TREND.has(reason),
  )
}
