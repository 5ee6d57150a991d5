import type { Local } from './local.ts'
import { isNegativeDefinite, longestOf, moved, uphillStep } from './newton-step.ts'

/** A function of one or two coordinates to be maximised, with its derivatives; -Infinity where it is not defined. */
export type Objective = (theta: readonly number[]) => Local

/** Where a search ended. */
export interface Maximum {
  readonly theta: readonly number[]
  readonly value: number
  /** Gradient about 0 inside the limits; false when it left them or could not go on. */
  readonly converged: boolean
}

/** How a search is to go. */
export interface Climb {
  /** false where the search shall give up: the limits of the model. */
  readonly isInside: (theta: readonly number[]) => boolean
  /** What is wanted to the last digits; the value is flat at a maximum and has them sooner. */
  readonly accuracy: 'value' | 'parameters'
  /** Maxima found before: a search about to end at one of them ends there. */
  readonly known?: readonly Maximum[]
}

interface Place extends Local {
  readonly theta: readonly number[]
}

const MOST_ITERATIONS = 60
/** From a definite Newton step as short as this the next is shorter than its square. */
const SHORT = 1e-3
const SMALLEST_STEP = 1e-6
const MOST_POLISHING = 5

const isPlace = (place: Place): boolean => Number.isFinite(place.value)

/** Steps forward, shortening until the objective rises or the step is nothing. Long steps that pay are doubled. */
function advance(objective: Objective, from: Place, step: readonly number[]): Place {
  const at = (factor: number): Place => {
    const theta = moved(from.theta, step, factor)
    return { theta, ...objective(theta) }
  }
  const isLong = longestOf(step) > 0.5
  for (let factor = 1; factor > 1e-6; factor /= 4) {
    let best = at(factor)
    if (!(best.value > from.value)) continue
    for (let next = factor * 2; isLong && next <= 8; next *= 2) {
      const further = at(next)
      if (!(further.value > best.value)) break
      best = further
    }
    return best
  }
  return from
}

/** The value that a quadratic through a place has at the end of its Newton step. */
const predicted = ({ value, gradient }: Local, step: readonly number[]): number =>
  value + 0.5 * ((gradient[0] ?? 0) * (step[0] ?? 0) + (gradient[1] ?? 0) * (step[1] ?? 0))

/** The last digits: whole Newton steps for as long as they get shorter. The value is too flat there to judge by. */
function polish(objective: Objective, from: Place, first: readonly number[]): Maximum {
  let here = from
  let step = first
  for (let round = 0; round < MOST_POLISHING && longestOf(step) > SMALLEST_STEP; round += 1) {
    const theta = moved(here.theta, step)
    const next: Place = { theta, ...objective(theta) }
    const following = uphillStep(next)
    if (!isPlace(next) || !(longestOf(following) < longestOf(step) / 2)) break
    here = next
    step = following
  }
  return {
    theta: moved(here.theta, step),
    value: Math.max(here.value, predicted(here, step)),
    converged: true,
  }
}

/** Climbs from a start to a local maximum by Newton's method with a line search. */
export function maximize(objective: Objective, start: readonly number[], climb: Climb): Maximum {
  let here: Place = { theta: start, ...objective(start) }
  for (let iteration = 0; iteration < MOST_ITERATIONS && isPlace(here); iteration += 1) {
    const { theta, value } = here
    const step = uphillStep(here)
    const length = longestOf(step)
    if (!Number.isFinite(length)) break
    const isNear = length < 0.1 && isNegativeDefinite(here.hessian)
    if (isNear && length < SHORT) {
      if (climb.accuracy === 'parameters') return polish(objective, here, step)
      return { theta: moved(theta, step), value: predicted(here, step), converged: true }
    }
    if (isNear) {
      const target = moved(theta, step)
      const known = climb.known?.find((maximum) => longestOf(moved(maximum.theta, target, -1)) < 0.02)
      if (known !== undefined) return known
    }
    const next = advance(objective, here, step)
    if (!climb.isInside(next.theta)) return { ...next, converged: false }
    if (next.value <= value) return { theta, value, converged: length < 1e-2 }
    here = next
  }
  return { theta: here.theta, value: isPlace(here) ? here.value : -Infinity, converged: false }
}
