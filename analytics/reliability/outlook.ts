import { predictiveRatioRisk } from './criteria.ts'
import {
  conditionalMtbf,
  instantaneousMtbf,
  reliabilityFor,
  timeToReliability,
  timeToResidual,
  type Interval,
} from './derived.ts'
import type { FailureData } from './failure-data.ts'
import type { Estimate } from './fit-model.ts'
import type { ModelName } from './models/model.ts'
import { predictiveSumOfSquares } from './predictive-error.ts'
import type { ProfileInterval } from './profile-interval.ts'

/** What the selected model says about the future, in the unit of the data, and how well it said so before. */
export interface Outlook {
  /** Of the end of the observation, a twentieth of it. */
  readonly mission: number
  readonly reliability: Interval | null
  readonly mtbf: { readonly instantaneous: Interval | null; readonly conditional: number | null }
  /** When less than one residual failure is left. */
  readonly timeToResidualOne: ReturnType<typeof timeToResidual>
  /** When the reliability for the mission is 95 %. */
  readonly timeToReliability95: number | null
  /** Of the last tenth, by a fit to what came before it. */
  readonly psse: number | null
  readonly prr: number | null
}

/** Share of the observation that a mission lasts when none is named. */
const MISSION = 0.05

/** The outlook of one estimate. */
export function outlookOf(
  data: FailureData,
  model: ModelName,
  estimate: Estimate,
  interval: ProfileInterval | null,
): Outlook {
  const mission = MISSION * data.observedUntil
  return {
    mission,
    reliability: reliabilityFor(estimate, mission),
    mtbf: { instantaneous: instantaneousMtbf(estimate), conditional: conditionalMtbf(estimate) },
    timeToResidualOne: timeToResidual(estimate, interval, 1),
    timeToReliability95: timeToReliability(estimate, mission, 0.95),
    psse: predictiveSumOfSquares(model, data),
    prr: predictiveRatioRisk(data, estimate),
  }
}
