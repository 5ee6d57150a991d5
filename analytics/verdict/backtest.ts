import type { Recommendation } from '../../schemas/verdict.ts'
import { wilsonInterval } from '../statistics/intervals.ts'

/** One release replayed: what the policy of then said, what the one on trial says, what came out. */
export interface ReplayedRelease {
  readonly before: Recommendation
  readonly after: Recommendation
  /** How many defects escaped. */
  readonly escaped: number
}

/** A share with its 95 % interval (Wilson); null where there is nothing to divide by. */
export interface Share {
  readonly numerator: number
  readonly denominator: number
  readonly share: number | null
  readonly interval: readonly [number, number] | null
}

/** Recommendation against outcome, in releases. */
export interface Confusion {
  readonly holdEscaped: number
  readonly holdClean: number
  readonly shipEscaped: number
  readonly shipClean: number
  /** Of the releases that let a defect escape, those that were held: what a gate is for. */
  readonly caught: Share
  /** Of the releases that let none escape, those that were held all the same: what a gate costs. */
  readonly heldInVain: Share
}

export interface BacktestSummary {
  readonly releases: number
  readonly before: Confusion
  readonly after: Confusion
  readonly newHolds: number
  readonly newShips: number
  /** Releases that would newly have been held and let a defect escape, and how many defects that were. */
  readonly escapesCaught: number
  readonly defectsCaught: number
  /** Releases that would newly have shipped and let a defect escape. */
  readonly escapesLet: number
}

/** A share of counts. */
export function shareOf(numerator: number, denominator: number): Share {
  if (denominator === 0) return { numerator, denominator, share: null, interval: null }
  const [lower, upper] = wilsonInterval(numerator, denominator)
  return { numerator, denominator, share: numerator / denominator, interval: [lower, upper] }
}

/** Counts recommendations against outcomes. */
function confusionOf(releases: readonly ReplayedRelease[], which: 'before' | 'after'): Confusion {
  const count = (recommendation: Recommendation, hasEscaped: boolean) =>
    releases.filter((release) => release[which] === recommendation && release.escaped > 0 === hasEscaped)
      .length
  const [holdEscaped, holdClean] = [count('HOLD', true), count('HOLD', false)]
  const [shipEscaped, shipClean] = [count('SHIP', true), count('SHIP', false)]
  return {
    holdEscaped,
    holdClean,
    shipEscaped,
    shipClean,
    caught: shareOf(holdEscaped, holdEscaped + shipEscaped),
    heldInVain: shareOf(holdClean, holdClean + shipClean),
  }
}

/**
 * What a policy would have done to past releases, beside the policy that was in force then: a confusion table of
 * recommendation against escaped defects for each, and what the one on trial would have changed.
 */
export function backtestSummary(releases: readonly ReplayedRelease[]): BacktestSummary {
  const newHolds = releases.filter(({ before, after }) => before === 'SHIP' && after === 'HOLD')
  const newShips = releases.filter(({ before, after }) => before === 'HOLD' && after === 'SHIP')
  const caught = newHolds.filter(({ escaped }) => escaped > 0)
  return {
    releases: releases.length,
    before: confusionOf(releases, 'before'),
    after: confusionOf(releases, 'after'),
    newHolds: newHolds.length,
    newShips: newShips.length,
    escapesCaught: caught.length,
    defectsCaught: caught.reduce((sum, { escaped }) => sum + escaped, 0),
    escapesLet: newShips.filter(({ escaped }) => escaped > 0).length,
  }
}
