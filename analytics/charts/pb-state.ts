import type { PbState } from '../../schemas/answers-quality.ts'
import type { PbPoint } from './pb-curve.ts'

/** Share of the cases, from the end, whose slope is held against that of all. */
const LATE_SHARE = 0.2
/** Below this share of the planned cases nothing is said about convergence. */
const LEAST_CONSUMPTION = 0.6
/** The late slope, as a share of the overall one, up to which the curve counts as flattening. */
const FLAT = 0.5
/** Share of the found defects that may be open in a converging test. */
const OPEN_SHARE = 0.1
/** Days without a new critical defect before a test converges. */
const QUIET_DAYS = 7
/** Days from which on an open critical or major defect is a sign that fixing has stopped. */
const OLD_DAYS = 28
/** How far executed cases may lie behind the elapsed share of the time. */
const BEHIND = 0.15

/** Defects found by a number of executed cases, in a straight line between the points. */
function foundAt(points: readonly PbPoint[], cases: number): number {
  let before = { executed: 0, found: 0 }
  for (const point of points) {
    if (point.executed >= cases) {
      const width = point.executed - before.executed
      const share = width === 0 ? 1 : (cases - before.executed) / width
      return before.found + (point.found - before.found) * share
    }
    before = point
  }
  return before.found
}

/**
 * Defects per case in the last 20 % of the executed cases, as a share of those per case over all: 1 = as steep as ever,
 * near 0 = flat, above 1 = getting steeper. Null when nothing was executed or found.
 */
export function slopeRatio(points: readonly PbPoint[]): number | null {
  const last = points.at(-1)
  if (last === undefined || last.executed === 0 || last.found === 0) return null
  const late = last.found - foundAt(points, last.executed * (1 - LATE_SHARE))
  return late / (LATE_SHARE * last.found)
}

/** Whether no case was executed for at least a week although planned ones remain. */
function isStopped(points: readonly PbPoint[], daysBetween: (from: string, to: string) => number): boolean {
  const last = points.at(-1)
  if (last === undefined || last.executed >= last.planned) return false
  const reached = points.find((point) => point.executed === last.executed)
  return reached !== undefined && daysBetween(reached.date, last.date) >= 7
}

/** What the points do not show of the defects that are critical or major. */
export interface SevereDefects {
  /** Days since the last critical defect was found; null without any. */
  readonly daysSinceCritical: number | null
  /** Age in days of the oldest open critical or major defect; null or 0 when none is open. */
  readonly oldestOpenDays: number | null
}

/**
 * What a PB curve says, by machine rules in this order: nothing reported or under 60 % of the cases executed on plan is
 * too early; no case executed for a week is stopped; progress behind is a quality problem when the curve is as steep
 * as ever or a third of the defects are open, else blocked or under-tested. On plan without one defect there is no curve
 * that could flatten: that is not convergence. It converges when the late slope is at most half of the overall one, at
 * most a tenth of the defects is open, no critical one was found in the last 7 days, and no critical or major one has
 * been open for more than 28. Whether there were enough tests, the zone says.
 *
 * @param elapsed share of the planned time that has passed, 0 to 1
 */
export function pbState(
  points: readonly PbPoint[],
  elapsed: number,
  severe: SevereDefects,
  daysBetween: (from: string, to: string) => number,
): PbState {
  const last = points.at(-1)
  if (last === undefined || last.planned === 0) return 'TOO_EARLY'
  const consumption = last.executed / last.planned
  const slope = slopeRatio(points) ?? 0
  if (isStopped(points, daysBetween)) return 'STOPPED'
  if (consumption < elapsed - BEHIND) {
    const isHigh = last.found > 0 && (slope >= 1 || last.open > last.found / 3)
    return isHigh ? 'QUALITY_PROBLEM' : 'BLOCKED_OR_UNDER_TESTED'
  }
  if (consumption < LEAST_CONSUMPTION) return 'TOO_EARLY'
  if (last.found === 0) return 'NO_DEFECTS_FOUND'
  const { daysSinceCritical, oldestOpenDays } = severe
  const isQuiet = (daysSinceCritical ?? Infinity) > QUIET_DAYS && (oldestOpenDays ?? 0) <= OLD_DAYS
  const isFlat = slope <= FLAT && last.open <= OPEN_SHARE * last.found
  return isFlat && isQuiet ? 'CONVERGING' : 'NOT_CONVERGED'
}
