import { profileAt, profileValue } from './climb.ts'
import { profileLogLikelihood } from './likelihood.ts'
import { maximize, type Maximum } from './maximize.ts'
import type { Model, Theta } from './models/model.ts'
import type { ScaledData } from './scaled-data.ts'
import type { SearchData } from './search-data.ts'
import { startingPoints } from './starts.ts'

/** Below this ln F(T) omega is some ten million times what was found: no estimate, the search runs to infinity. */
const LEAST_LOG_TOTAL = -16
/** Two searches that end within this of each other in the log-likelihood have found the same. */
const SAME = 1e-6
/** A maximum of the coarse data as far as this below the highest may still be the highest of all the data. */
const IN_DOUBT = 5

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

/** The maxima that may be the highest, each once. */
function candidatesOf(inside: readonly Maximum[]): readonly Maximum[] {
  const top = highestOf(inside)?.value ?? 0
  return inside.filter(
    ({ value }, index) =>
      value > top - IN_DOUBT && !inside.slice(0, index).some((other) => Math.abs(other.value - value) < SAME),
  )
}

/**
 * Searches the maxima of a model's profile likelihood from every start: on coarse data first, and then from what was
 * found there on all of them.
 */
export function searchMaximum(model: Model, { full, compact, coarse }: SearchData): Search {
  const isInside = isInsideOf(model, full)
  const starts = startingPoints(model, coarse, (theta) => profileValue(model, coarse, theta))
  const inside: Maximum[] = []
  const outside: Maximum[] = []
  for (const start of starts) {
    const climb = { isInside, accuracy: 'value', known: inside } as const
    const found = maximize((theta) => profileAt(model, coarse, theta), start, climb)
    if (found.converged) inside.push(found)
    else outside.push(found)
  }
  const climb = { isInside, accuracy: 'parameters' } as const
  const top = highestOf(inside)
  const finished = candidatesOf(inside).map(({ theta, value }) => ({
    agreeing: inside.filter((other) => Math.abs(other.value - value) < SAME).length,
    maximum: maximize((at) => profileAt(model, compact, at), theta, climb),
  }))
  const found = highestOf(finished.flatMap(({ maximum }) => (maximum.converged ? [maximum] : [])))
  const lost = highestOf([
    ...outside,
    ...finished.flatMap(({ maximum }) => (maximum.converged ? [] : [maximum])),
  ])
  // The last step is taken on every single failure.
  const best =
    found === null || compact === full
      ? found
      : maximize((at) => profileAt(model, full, at), found.theta, climb)
  return {
    best: best?.converged === true ? { ...best, value: profileLogLikelihood(model, full, best.theta) } : null,
    beyond: lost === null ? -Infinity : profileLogLikelihood(model, full, lost.theta),
    agreeing: finished.find(({ maximum }) => maximum === found)?.agreeing ?? (top === null ? 0 : 1),
    starts: starts.length,
  }
}
