import {
  analyzeFailures,
  modelOf,
  type AnalyzedModel,
  type NotAssessableReason,
  type ReliabilityAnalysis,
} from '../../analytics/reliability/analyze.ts'
import { akaike, bayesian } from '../../analytics/reliability/criteria.ts'
import { convergenceOf, residualOf, type Interval } from '../../analytics/reliability/derived.ts'
import type { Goodness } from '../../analytics/reliability/goodness.ts'
import type { ModelName } from '../../analytics/reliability/models/model.ts'
import type { Refit } from '../../analytics/reliability/rolling.ts'
import type { Selection } from '../../analytics/reliability/select.ts'
import { reliabilityRows, type Axis, type RowOptions } from './reliability-rows.ts'
import { outlookOf, type Outlook } from './reliability-outlook.ts'

/** One model in the output of `kanmon analyze reliability`; what has no estimate is `null`. */
export interface AnalyzedReliabilityModel {
  readonly model: ModelName
  readonly status: AnalyzedModel['status']
  /** With status `boundary` those of goel-okumoto, which the model is there. */
  readonly parameters: Readonly<Record<string, number>> | null
  readonly standardErrors: Readonly<Record<string, number>> | null
  readonly logLikelihood: number | null
  readonly aic: number | null
  /** With n the number of failures. */
  readonly bic: number | null
  /** omega - N; null for a model of infinitely many failures. */
  readonly residual: number | null
  readonly convergenceRatio: number | null
  /** By profile likelihood; no upper end when the data set none. */
  readonly omegaInterval95: readonly [number, number | null] | null
  readonly goodness: Goodness | null
}

/** The output of `kanmon analyze reliability`. */
export interface AnalyzedReliability {
  readonly data: {
    readonly kind: 'time' | 'grouped'
    readonly events: number
    readonly observedUntil: number
    readonly axis: Axis
  }
  readonly trend: { readonly laplace: number | null }
  readonly models: readonly AnalyzedReliabilityModel[]
  readonly selected:
    | (Selection & {
        readonly residual: Interval
        readonly convergenceRatio: Interval
        readonly refits: readonly Refit[]
        readonly outlook: Outlook
      })
    | null
  readonly notAssessable: readonly NotAssessableReason[]
}

function renderModel({ name, status, estimate, interval, goodness }: AnalyzedModel): AnalyzedReliabilityModel {
  if (estimate === null) {
    return {
      model: name,
      status,
      parameters: null,
      standardErrors: null,
      logLikelihood: null,
      aic: null,
      bic: null,
      residual: null,
      convergenceRatio: null,
      omegaInterval95: null,
      goodness: null,
    }
  }
  const { finite } = estimate.model
  return {
    model: name,
    status,
    parameters: estimate.parameters,
    standardErrors: estimate.standardErrors,
    logLikelihood: estimate.logLikelihood,
    aic: akaike(estimate),
    bic: bayesian(estimate),
    residual: finite ? residualOf(estimate, interval).value : null,
    convergenceRatio: finite ? convergenceOf(estimate, interval).value : null,
    omegaInterval95: interval && [interval.lower.omega, interval.upper?.omega ?? null],
    goodness,
  }
}

function renderSelection(analysis: ReliabilityAnalysis): AnalyzedReliability['selected'] {
  const { selection, refits } = analysis
  if (selection === null) return null
  const selected = modelOf(analysis, selection.model)
  if (selected?.estimate === undefined || selected.estimate === null) return null
  const { estimate, interval } = selected
  return {
    ...selection,
    residual: residualOf(estimate, interval),
    convergenceRatio: convergenceOf(estimate, interval),
    refits,
    outlook: outlookOf(analysis.data, selection.model, estimate, interval),
  }
}

/**
 * Reliability growth of a CSV file: trend, eleven models, the selected one with the envelope of the others, and why
 * it cannot be judged by, if so. Formats: see {@link reliabilityRows}.
 *
 * @throws {AnalyzeError} naming line and column of what is wrong with the file
 * @example
 * analyzeReliability('n,interval,time\n1,9,9\n2,12,21\n', { observedUntil: 250 }).notAssessable // ['TOO_FEW_EVENTS', …]
 */
export function analyzeReliability(text: string, options: RowOptions = {}): AnalyzedReliability {
  const { data, axis } = reliabilityRows(text, options)
  const analysis = analyzeFailures(data)
  return {
    data: {
      kind: data.kind === 'time' ? 'time' : 'grouped',
      events: data.events,
      observedUntil: data.observedUntil,
      axis,
    },
    trend: { laplace: analysis.laplace },
    models: analysis.models.map(renderModel),
    selected: renderSelection(analysis),
    notAssessable: analysis.notAssessable,
  }
}
