import { akaike } from './criteria.ts'
import { isAllInFirstInterval } from './existence.ts'
import type { FailureData } from './failure-data.ts'
import { fitAllModels, type Estimate, type ModelFit } from './fit-model.ts'
import { goodnessOfFit, type Goodness } from './goodness.ts'
import type { ModelName } from './models/model.ts'
import { notAssessableReasons, type NotAssessableReason } from './not-assessable.ts'
import { omegaInterval, type ProfileInterval } from './profile-interval.ts'
import { isStable, rollingRefits, type Refit } from './rolling.ts'
import { selectModel, type Selection } from './select.ts'
import { LAPLACE_GROWTH, laplaceTrend } from './trend.ts'

/** A model with all that is known about its fit. */
export interface AnalyzedModel extends ModelFit {
  readonly interval: ProfileInterval | null
  readonly goodness: Goodness | null
}

/** The whole answer about one series of failures. */
export interface ReliabilityAnalysis {
  readonly data: FailureData
  readonly laplace: number | null
  readonly models: readonly AnalyzedModel[]
  readonly selection: Selection | null
  /** Of the selected model. */
  readonly refits: readonly Refit[]
  /** Empty when the selected model may be judged by. */
  readonly notAssessable: readonly NotAssessableReason[]
}

const LEAST_EVENTS = 20
const LEAST_CONSUMPTION = 0.6

function reasonsOf(
  data: FailureData,
  analysis: Omit<ReliabilityAnalysis, 'notAssessable' | 'data'>,
  testConsumption: number | null,
): NotAssessableReason[] {
  if (data.events === 0) return ['NO_EVENTS']
  const { laplace, models, selection, refits } = analysis
  const goelOkumoto = models.find(({ name }) => name === 'goel-okumoto')
  const selected = models.find(({ name }) => name === selection?.model)
  const hasEstimate = models.some(({ estimate }) => estimate?.model.finite === true)
  const holds: Record<NotAssessableReason, boolean> = {
    NO_EVENTS: false,
    TOO_FEW_EVENTS: data.events < LEAST_EVENTS,
    ALL_IN_FIRST_INTERVAL: isAllInFirstInterval(data),
    LOW_TEST_CONSUMPTION: testConsumption !== null && testConsumption < LEAST_CONSUMPTION,
    NO_FINITE_ESTIMATE: goelOkumoto?.status === 'no-finite-estimate' || !hasEstimate,
    NO_GROWTH: laplace === null || laplace >= LAPLACE_GROWTH,
    NO_MODEL_FITS: selection === null && hasEstimate,
    UNBOUNDED_INTERVAL: selected !== undefined && (selected.interval?.upper ?? null) === null,
    UNSTABLE_ESTIMATE: selection !== null && !isStable(refits),
  }
  return notAssessableReasons.filter((reason) => holds[reason])
}

/** What {@link analyzeFailures} may be told besides the failures. */
export interface AnalysisOptions {
  /** Executed / planned test cases, when known: below 60 % nothing is assessed. */
  readonly testConsumption?: number | null
}

/**
 * Reliability growth of one series of failures: trend, eleven models with their intervals and tests of fit, the model
 * selected by a fixed rule, and whether it may be judged by at all.
 *
 * It may when at least twenty failures were found, 60 % of the test cases were executed (if known), Laplace's trend
 * shows growth, a model passes its test of fit with a bounded interval, and the last three refits agree within 10 %.
 *
 * @example
 * analyzeFailures(failureTimes(times, 250)).selection?.model // 'delayed-s-shaped'
 */
export function analyzeFailures(data: FailureData, options: AnalysisOptions = {}): ReliabilityAnalysis {
  const laplace = laplaceTrend(data)
  const intervals = new Map<Estimate, ProfileInterval | null>()
  const models = fitAllModels(data).map((fit): AnalyzedModel => {
    const { estimate } = fit
    if (estimate === null) return { ...fit, interval: null, goodness: null }
    // A model that collapsed into goel-okumoto shares its estimate, and so its interval.
    const interval = intervals.get(estimate) ?? omegaInterval(estimate)
    intervals.set(estimate, interval)
    return { ...fit, interval, goodness: goodnessOfFit(data, estimate) }
  })
  const selection = selectModel(
    models.flatMap(({ name, status, estimate, goodness, interval }) =>
      status === 'fitted' && estimate?.model.finite === true
        ? [{ name, akaike: akaike(estimate), estimate, interval, rejected: goodness?.rejected ?? false }]
        : [],
    ),
  )
  const omega = models.find(({ name }) => name === selection?.model)?.estimate?.parameters['omega']
  const refits = selection === null ? [] : rollingRefits(selection.model, data, omega)
  const analysis = { laplace, models, selection, refits }
  return { data, ...analysis, notAssessable: reasonsOf(data, analysis, options.testConsumption ?? null) }
}

/** The analysed model of a name. */
export function modelOf(analysis: ReliabilityAnalysis, name: ModelName): AnalyzedModel | undefined {
  return analysis.models.find((model) => model.name === name)
}
