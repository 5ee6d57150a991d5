import type { ZoneReading } from '../../schemas/answers-quality.ts'
import type { Interval } from '../statistics/intervals.ts'
import type { Band } from './limits.ts'

export type Level = 'low' | 'standard' | 'high'

/**
 * The nine zones ゾーン分析 by (test, defect), never by number: houses number them differently. A zone is a question:
 * only (standard, standard) is a candidate to pass without an answer, and few tests are never good.
 */
export const readings: Readonly<Record<Level, Readonly<Record<Level, ZoneReading>>>> = {
  high: { low: 'OVER_TESTED_OR_WEAK_CASES', standard: 'INEFFICIENT_OR_RISKY', high: 'POOR_UPSTREAM_QUALITY' },
  standard: { low: 'GOOD_OR_TESTS_MISS', standard: 'STANDARD', high: 'QUALITY_PROBLEM' },
  low: { low: 'NOT_ASSESSABLE', standard: 'MORE_TESTS_NEEDED', high: 'POOR_AND_UNDER_TESTED' },
}

/** Where a value lies against its band, both ends included in what is standard. */
export function levelOf(value: number, { lower, upper }: Pick<Band, 'lower' | 'upper'>): Level {
  return value < lower ? 'low' : value > upper ? 'high' : 'standard'
}

/**
 * The level of an estimate. The rule for small units: it is low or high only when its whole interval is; while the
 * interval covers a limit the unit stays standard, of low confidence, since a project's limits do not fit a module of
 * a few hundred lines.
 */
export function levelOfEstimate(
  interval: Interval,
  band: Pick<Band, 'lower' | 'upper'>,
): { readonly level: Level; readonly lowConfidence: boolean } {
  const [from, to] = interval.map((end) => levelOf(end, band))
  if (from === undefined || to === undefined || from !== to) return { level: 'standard', lowConfidence: true }
  return { level: from, lowConfidence: false }
}
