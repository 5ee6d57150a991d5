import type { WaiverStanding } from '../../schemas/verdict.ts'
import { civilDateOf, endOfCivilDate } from '../calendar/local-date.ts'
import { waiverTurns } from './waivers.ts'

/**
 * The first moment at which a verdict judged at `at` could change by time alone, in milliseconds: the end of the day in the
 * project's zone, the turn of a waiver, or a fact that is known and had not happened yet.
 */
export function validUntil(request: {
  readonly at: number
  readonly zone: string
  readonly waivers: readonly WaiverStanding[]
  /** When facts happen that lie after `at`. */
  readonly upcoming: readonly number[]
}): number {
  const { at, zone, waivers, upcoming } = request
  const midnight = endOfCivilDate(civilDateOf(at, zone), zone)
  const turns = waiverTurns(waivers).filter((moment) => moment > at)
  return [...turns, ...upcoming].reduce((least, moment) => Math.min(least, moment), midnight)
}
