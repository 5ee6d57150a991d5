import { modelOf, type AnalyzedModel, type ReliabilityAnalysis } from './analyze.ts'
import type { BootstrapInterval } from './bootstrap.ts'
import { akaike, bayesian } from './criteria.ts'
import { convergenceOf, residualOf, type Interval } from './derived.ts'
import type { Estimate } from './fit-model.ts'
import type { Goodness } from './goodness.ts'
import type { ModelName } from './models/model.ts'
import type { NotAssessableReason } from './not-assessable.ts'
import { outlookOf, type Outlook, type Targets } from './outlook.ts'
import type { ProfileInterval } from './profile-interval.ts'
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
  /** Of the parameter omega, by profile likelihood; no upper end when the data set none. */
  readonly omegaInterval95: readonly [number, number | null] | null
  /** The same as one of the total number of failures: not below what was found. */
  readonly totalInterval95: readonly [number, number | null] | null
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
        /** Only when it was asked for. */
        readonly bootstrap?: BootstrapInterval
      })
    | null
  readonly notAssessable: readonly NotAssessableReason[]
}

/** Failures found before are certain: a total is at least as many. */
function totalInterval(
  { data }: Estimate,
  interval: ProfileInterval | null,
): ReportedModel['totalInterval95'] {
  if (interval === null) return null
  const atLeast = (omega: number) => Math.max(data.events, omega)
  return [atLeast(interval.lower.omega), interval.upper === null ? null : atLeast(interval.upper.omega)]
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
      totalInterval95: null,
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
    totalInterval95: finite ? totalInterval(estimate, interval) : null,
    goodness,
  }
}

/** The estimate of the selected model, with its interval. */
export function selectedEstimate(analysis: ReliabilityAnalysis) {
  const { selection } = analysis
  const model = selection === null ? undefined : modelOf(analysis, selection.model)
  return model?.estimate ? { name: model.name, estimate: model.estimate, interval: model.interval } : null
}

function renderSelection(analysis: ReliabilityAnalysis, { targets = {}, bootstrap }: ReportOptions) {
  const { selection, refits } = analysis
  const selected = selectedEstimate(analysis)
  if (selection === null || selected === null) return null
  const { estimate, interval } = selected
  return {
    ...selection,
    residual: residualOf(estimate, interval),
    convergenceRatio: convergenceOf(estimate, interval),
    refits,
    outlook: outlookOf(analysis.data, selection.model, estimate, targets),
    ...(bootstrap !== undefined && { bootstrap }),
  }
}

/** What a report is to say beside the analysis. */
export interface ReportOptions {
  readonly targets?: Targets
  /** Of the selected model. */
  readonly bootstrap?: BootstrapInterval | undefined
}

/** What the command and the API say of an analysis. */
export function reliabilityReport(
  analysis: ReliabilityAnalysis,
  options: ReportOptions = {},
): ReliabilityReport {
  return {
    trend: { laplace: analysis.laplace },
    models: analysis.models.map(renderModel),
    selected: renderSelection(analysis, options),
    notAssessable: analysis.notAssessable,
  }
}
