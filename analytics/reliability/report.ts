import { modelOf, type AnalyzedModel, type ReliabilityAnalysis } from './analyze.ts'
import { akaike, bayesian } from './criteria.ts'
import { convergenceOf, residualOf, type Interval } from './derived.ts'
import type { Goodness } from './goodness.ts'
import type { ModelName } from './models/model.ts'
import type { NotAssessableReason } from './not-assessable.ts'
import { outlookOf, type Outlook } from './outlook.ts'
import type { Refit } from './rolling.ts'
import type { Selection } from './select.ts'

/** One model in an answer; what has no estimate is `null`. */
export interface ReportedModel {
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

/** An analysis under the names of the field. */
export interface ReliabilityReport {
  readonly trend: { readonly laplace: number | null }
  readonly models: readonly ReportedModel[]
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

function renderModel({ name, status, estimate, interval, goodness }: AnalyzedModel): ReportedModel {
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

function renderSelection(analysis: ReliabilityAnalysis): ReliabilityReport['selected'] {
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

/** What the command and the API say of an analysis. */
export function reliabilityReport(analysis: ReliabilityAnalysis): ReliabilityReport {
  return {
    trend: { laplace: analysis.laplace },
    models: analysis.models.map(renderModel),
    selected: renderSelection(analysis),
    notAssessable: analysis.notAssessable,
  }
}
