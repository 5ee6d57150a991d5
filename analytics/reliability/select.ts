import { residualOf } from './derived.ts'
import type { Estimate } from './fit-model.ts'
import type { ModelName } from './models/model.ts'
import type { ProfileInterval } from './profile-interval.ts'

/** A fitted model of finitely many failures that stands for selection. */
export interface Candidate {
  readonly name: ModelName
  readonly akaike: number
  readonly estimate: Estimate
  readonly interval: ProfileInterval | null
  /** It failed the absolute test of fit. */
  readonly rejected: boolean
}

/** Residuals of several models: from the least to the most. */
export interface Envelope {
  readonly models: readonly ModelName[]
  readonly residual: readonly [number, number]
}

/** Why the model was selected. */
export type SelectionReason = 'LOWEST_AIC' | 'ONLY_MODEL' | 'BETTER_AIC_REJECTED' | 'OTHERS_WITHIN_TWO'

/** The selected model, and what the others say. */
export interface Selection {
  readonly model: ModelName
  readonly reasons: readonly SelectionReason[]
  /** Over every model of finitely many failures that has an estimate. */
  readonly envelope: Envelope
  /** Over those whose AIC is within 4 of the best: the data do not tell them apart. */
  readonly indistinguishable: Envelope & {
    /** The largest upper end of a 95 % interval of the residual; null when one of them has none. */
    readonly residualUpper: number | null
  }
}

const INDISTINGUISHABLE = 4
const NO_DIFFERENCE = 2

function envelopeOf(candidates: readonly Candidate[]): Envelope {
  const residuals = candidates.map(({ estimate, interval }) => residualOf(estimate, interval).value)
  return {
    models: candidates.map(({ name }) => name),
    residual: [Math.min(...residuals), Math.max(...residuals)],
  }
}

function upperOf(candidates: readonly Candidate[]): number | null {
  const uppers = candidates.map(({ estimate, interval }) => residualOf(estimate, interval).upper)
  return uppers.reduce<number | null>(
    (most, upper) => (most === null || upper === null ? null : Math.max(most, upper)),
    0,
  )
}

/**
 * The fixed rule: of the models that pass the test of fit the one with the lowest AIC, fewer parameters first on a
 * tie; none when all fail. One number is never given alone: beside it stands the envelope of the residuals of every
 * model that could be fitted, and of those that the data cannot tell from the best (AIC within 4).
 */
export function selectModel(candidates: readonly Candidate[]): Selection | null {
  const ranked = [...candidates].sort(
    (a, b) => a.akaike - b.akaike || a.estimate.parameterCount - b.estimate.parameterCount,
  )
  const selected = ranked.find(({ rejected }) => !rejected)
  const [best] = ranked
  if (selected === undefined || best === undefined) return null
  const close = ranked.filter(
    (candidate) => candidate === selected || candidate.akaike - best.akaike <= INDISTINGUISHABLE,
  )
  const tied = ranked.some(
    (candidate) => candidate !== selected && Math.abs(candidate.akaike - selected.akaike) < NO_DIFFERENCE,
  )
  const reasons: SelectionReason[] = [
    ranked.length === 1 ? 'ONLY_MODEL' : selected === best ? 'LOWEST_AIC' : 'BETTER_AIC_REJECTED',
  ]
  if (tied) reasons.push('OTHERS_WITHIN_TWO')
  return {
    model: selected.name,
    reasons,
    envelope: envelopeOf(ranked),
    indistinguishable: { ...envelopeOf(close), residualUpper: upperOf(close) },
  }
}
