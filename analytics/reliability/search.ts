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

const highestOf = (found: readonly Maximum[]): Maximum | null =>
  found.reduce<Maximum | null>((best, one) => (best === null || one.value > best.value ? one : best), null)

/**
 * Searches the maxima of a model's profile likelihood from every start; with very many failures on coarse data
 * first, and then from what was found there on all of them.
 */
export function searchMaximum(model: Model, data: ScaledData): Search {
  const coarse = coarseData(data)
  const isInside = isInsideOf(model, data)
  const objective = (theta: Theta) => profileLogLikelihood(model, data, theta)
  const rough = (theta: Theta) => profileLogLikelihood(model, coarse, theta)
  const starts = startingPoints(model, coarse, rough)
  const found = starts.map((start) => maximize(rough, start, isInside, 'value'))
  const inside = found.filter((maximum) => maximum.converged)
  const highest = highestOf(inside)
  const outside = highestOf(found.filter((maximum) => !maximum.converged))
  const best = highest === null ? null : maximize(objective, highest.theta, isInside)
  return {
    best: best?.converged === true ? best : null,
    beyond: outside === null ? -Infinity : objective(outside.theta),
    agreeing: inside.filter(({ value }) => value >= (highest?.value ?? 0) - SAME).length,
    starts: starts.length,
  }
}
