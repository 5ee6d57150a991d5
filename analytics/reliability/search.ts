import { profileLogLikelihood } from './likelihood.ts'
import { maximize, type Maximum } from './maximize.ts'
import type { Model, Theta } from './models/model.ts'
import { coarseData, type ScaledData } from './scaled-data.ts'
import { startingPoints } from './starts.ts'

/** Below this ln F(T) omega is some ten million times what was found: no estimate, the search runs to infinity. */
const LEAST_LOG_TOTAL = -16
/** Two searches that end within this of each other in the log-likelihood have found the same. */
const SAME = 1e-6

/** What a search over all starts found. */
export interface Search {
  /** The highest maximum inside the limits of the model, or null. */
  readonly best: Maximum | null
  /** The highest value at which a search left the limits; -Infinity when none did. */
  readonly beyond: number
  /** How many of the searches ended at the best. */
  readonly agreeing: number
  readonly starts: number
}

function isInsideOf(model: Model, data: ScaledData) {
  return (theta: Theta): boolean =>
    model.coordinates.every(({ least, most }, index) => {
      const value = theta[index] ?? 0
      return value > least && value < most
    }) &&
    (!model.finite || model.shapeAt(theta, data.logEnd).logTotal > LEAST_LOG_TOTAL)
}

/** Searches the maxima of a model's profile likelihood from every start. */
function searchAll(model: Model, data: ScaledData): Search {
  const objective = (theta: Theta) => profileLogLikelihood(model, data, theta)
  const isInside = isInsideOf(model, data)
  const starts = startingPoints(model, data, objective)
  const found = starts.map((start) => maximize(objective, start, isInside, 'value'))
  const inside = found.filter((maximum) => maximum.converged)
  const highest = Math.max(-Infinity, ...inside.map((maximum) => maximum.value))
  return {
    best: inside.find((maximum) => maximum.value === highest) ?? null,
    beyond: Math.max(-Infinity, ...found.filter((m) => !m.converged).map((m) => m.value)),
    agreeing: inside.filter((maximum) => maximum.value >= highest - SAME).length,
    starts: starts.length,
  }
}

/**
 * Searches from every start; with very many failures on coarse data first, and then from their maximum on all of
 * them. Whether the likelihood rises beyond the limits of the model is then told by the coarse data.
 */
export function searchMaximum(model: Model, data: ScaledData): Search {
  const found = searchAll(model, coarseData(data))
  if (found.best === null) return found
  const objective = (theta: Theta) => profileLogLikelihood(model, data, theta)
  const best = maximize(objective, found.best.theta, isInsideOf(model, data))
  // The two kinds of data have likelihoods of different heights: move what is beyond by the difference.
  const beyond = found.beyond - found.best.value + best.value
  return { ...found, best: best.converged ? best : null, beyond }
}
