import { standardErrors } from './covariance.ts'
import { finiteEstimateExists } from './existence.ts'
import type { FailureData } from './failure-data.ts'
import { logOmegaAt } from './likelihood.ts'
import { models } from './models/index.ts'
import { type Model, type ModelName, modelNames, type Theta } from './models/model.ts'
import { scaledData, type ScaledData } from './scaled-data.ts'
import { searchData, type SearchData } from './search-data.ts'
import { searchMaximum, type Search } from './search.ts'

/** A maximum of the likelihood: what is estimated, and by which model. */
export interface Estimate {
  /** The model whose parameters these are: that of the fit, or goel-okumoto when it collapsed into it. */
  readonly model: Model
  readonly data: ScaledData
  readonly theta: Theta
  /** With omega, under the names usual for the model, in the unit of the data. */
  readonly parameters: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, number>> | null
  readonly logLikelihood: number
  /** Parameters with omega: what AIC counts. */
  readonly parameterCount: number
}

/**
 * What became of a model:
 * `fitted` – a maximum inside its parameters; `boundary` – the maximum is at their edge, where the model is
 * goel-okumoto, and the estimate is that of goel-okumoto; `no-finite-estimate` – the likelihood has no maximum;
 * `not-applicable` – too few failures, or all at one place, to estimate its parameters from.
 */
export interface ModelFit {
  readonly name: ModelName
  readonly status: 'fitted' | 'boundary' | 'no-finite-estimate' | 'not-applicable'
  readonly estimate: Estimate | null
  /** Of how many searches how many ended at the estimate. */
  readonly agreement: { readonly agreeing: number; readonly starts: number } | null
}

/** A gain below this is rounding, not support for another parameter. */
const NO_GAIN = 1e-6

function estimateAt(model: Model, data: ScaledData, theta: Theta, logLikelihood: number): Estimate | null {
  const omega = Math.exp(logOmegaAt(model, data, theta))
  const parameters = { omega, ...model.parameters(theta, data.logEnd) }
  if (!Object.values(parameters).every(Number.isFinite)) return null
  return {
    model,
    data,
    theta,
    parameters,
    standardErrors: standardErrors(model, data, theta, omega),
    logLikelihood,
    parameterCount: theta.length + 1,
  }
}

/** Whether failures were seen at two times or intervals at least: below that no shape can be told. */
function hasTwoPlaces({ exact: { values }, intervals }: ScaledData): boolean {
  return values.length + intervals.length > 1 && (intervals.length > 0 || values[0] !== values.at(-1))
}

/** Fits one model; `goelOkumoto` is the fit to collapse into, for the models that contain it. */
function fitOne(model: Model, data: FailureData, scaled: SearchData, goelOkumoto: Estimate | null): ModelFit {
  const { name } = model
  const none = (status: ModelFit['status'], search?: Search): ModelFit => ({
    name,
    status,
    estimate: null,
    agreement: search === undefined ? null : { agreeing: search.agreeing, starts: search.starts },
  })
  const { length } = model.coordinates
  if (data.events < length + 1) return none('not-applicable')
  if (finiteEstimateExists(name, data) === false) return none('no-finite-estimate')
  if (length > 1 && !hasTwoPlaces(scaled.full)) return none('not-applicable')
  const search = searchMaximum(model, scaled)
  const agreement = { agreeing: search.agreeing, starts: search.starts }
  const highest = Math.max(search.best?.value ?? -Infinity, search.beyond)
  if (model.containsGoelOkumoto && goelOkumoto !== null && highest <= goelOkumoto.logLikelihood + NO_GAIN) {
    return { name, status: 'boundary', estimate: goelOkumoto, agreement }
  }
  const { best } = search
  if (best === null || search.beyond > best.value + NO_GAIN || search.agreeing < 2) {
    return none('no-finite-estimate', search)
  }
  const estimate = estimateAt(model, scaled.compact, best.theta, best.value)
  if (estimate?.standardErrors === null || estimate === null) return none('no-finite-estimate', search)
  return { name, status: 'fitted', estimate, agreement }
}

/** Fits one model by maximum likelihood. O(N) for each evaluation of the likelihood, some hundred of them. */
export function fitModel(name: ModelName, data: FailureData): ModelFit {
  const scaled = searchData(scaledData(data))
  const simpler = models[name].containsGoelOkumoto
    ? fitOne(models['goel-okumoto'], data, scaled, null).estimate
    : null
  return fitOne(models[name], data, scaled, simpler)
}

/** Fits every model, in the order of {@link modelNames}. */
export function fitAllModels(data: FailureData): readonly ModelFit[] {
  const scaled = searchData(scaledData(data))
  const goelOkumoto = fitOne(models['goel-okumoto'], data, scaled, null)
  return modelNames.map((name) =>
    name === 'goel-okumoto' ? goelOkumoto : fitOne(models[name], data, scaled, goelOkumoto.estimate),
  )
}
