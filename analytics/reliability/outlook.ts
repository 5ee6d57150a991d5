import { predictiveRatioRisk } from './criteria.ts'
import {
  conditionalMtbf,
  instantaneousMtbf,
  reliabilityFor,
  timeToReliability,
  timeToResidual,
  type Interval,
  type TargetTime,
} from './derived.ts'
import type { FailureData } from './failure-data.ts'
import type { Estimate } from './fit-model.ts'
import type { ModelName } from './models/model.ts'
import { predictiveSumOfSquares } from './predictive-error.ts'

/** What the selected model says about the future, in the unit of the data, and how well it said so before. */
export interface Outlook {
  /** A twentieth of the observation when none is named. */
  readonly mission: number
  readonly reliability: Interval | null
  readonly mtbf: { readonly instantaneous: Interval | null; readonly conditional: number | null }
  /** When the residual is down to its target, one failure when none is named. */
  readonly timeToResidual: TargetTime | null
  /** When the reliability for the mission is up to its target, 95 % when none is named. */
  readonly timeToReliability: TargetTime
  /** Of the last tenth, by a fit to what came before it. */
  readonly psse: number | null
  readonly prr: number | null
}

/** What a release is to reach. */
export interface Targets {
  /** How long it is to run without a failure, in the unit of the data. */
  readonly mission?: number | undefined
  /** Probability of that, between 0 and 1. */
  readonly reliability?: number | undefined
  /** Failures that may be left. */
  readonly residual?: number | undefined
}

/** Share of the observation that a mission lasts when none is named. */
const MISSION = 0.05

/** The outlook of one estimate. */
export function outlookOf(
  data: FailureData,
  model: ModelName,
  estimate: Estimate,
  targets: Targets,
): Outlook {
  const mission = targets.mission ?? MISSION * data.observedUntil
  return {
    mission,
    reliability: reliabilityFor(estimate, mission),
    mtbf: { instantaneous: instantaneousMtbf(estimate), conditional: conditionalMtbf(estimate) },
    timeToResidual: timeToResidual(estimate, targets.residual ?? 1),
    timeToReliability: timeToReliability(estimate, mission, targets.reliability ?? 0.95),
    psse: predictiveSumOfSquares(model, data),
    prr: predictiveRatioRisk(data, estimate),
  }
}
