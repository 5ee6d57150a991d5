import type { FailureData } from './failure-data.ts'
import { fitModel } from './fit-model.ts'
import type { ModelName } from './models/model.ts'
import { dataUntil } from './truncated-data.ts'

/** The estimate of the total as it would have been given at a moment. */
export interface Refit {
  readonly observedUntil: number
  readonly events: number
  /** Estimated total, or null when there was no finite estimate. */
  readonly omega: number | null
}

/** Of the last estimates each may differ from the newest by this share. */
const STABLE_WITHIN = 0.1
const REFITS = 3
/** Share of the observation between two refits. */
const STEP = 0.05

/** Moments at which to look back: each a step before the next, and at least one interval. */
function moments({ observedUntil, intervals }: FailureData, refits: number): number[] {
  const ends = intervals.map(({ to }) => to)
  const found = [observedUntil]
  while (found.length < refits) {
    const latest = found[0] ?? observedUntil
    const target = latest - STEP * observedUntil
    const before = ends.filter((end) => end < latest)
    const moment =
      intervals.length === 0 ? target : (before.filter((end) => end <= target).at(-1) ?? before.at(-1))
    if (moment === undefined || moment <= 0) break
    found.unshift(moment)
  }
  return found
}

/**
 * What the model would have said at the last few moments, oldest first.
 *
 * @param now the total it says by all the data, when that is known already
 */
export function rollingRefits(name: ModelName, data: FailureData, now?: number): readonly Refit[] {
  return moments(data, REFITS).flatMap((moment) => {
    if (moment === data.observedUntil && now !== undefined) {
      return [{ observedUntil: moment, events: data.events, omega: now }]
    }
    const known = dataUntil(data, moment)
    if (known === null) return []
    const omega = known.events === 0 ? null : (fitModel(name, known).estimate?.parameters['omega'] ?? null)
    return [{ observedUntil: known.observedUntil, events: known.events, omega }]
  })
}

/** Whether three consecutive refits gave totals within 10 % of the newest. */
export function isStable(refits: readonly Refit[]): boolean {
  const newest = refits.at(-1)?.omega ?? null
  if (newest === null || refits.length < REFITS) return false
  return refits.every(({ omega }) => omega !== null && Math.abs(omega / newest - 1) <= STABLE_WITHIN)
}
