import type { NotMeasurableReason } from '../evm/measure.ts'
import type { NotAssessableReason } from '../reliability/not-assessable.ts'
import type { Interval } from '../statistics/intervals.ts'

/** Why an indicator has no value. Closed list; every code has a sentence in the catalogue. */
export type NotMeasurable =
  | NotMeasurableReason
  | NotAssessableReason
  | 'NO_PROGRESS'
  | 'PHASE_ABSENT'
  | 'COMPONENT_ABSENT'
  | 'NO_COMPONENTS'
  | 'NO_TESTS'
  | 'NO_TESTS_PLANNED'
  | 'NO_TESTS_EXECUTED'
  | 'NO_AUTOMATED_COUNT'
  | 'NO_TEST_HOURS'
  | 'NO_COVERAGE'
  | 'NO_BRANCH_COUNT'
  | 'NO_BRANCHES'
  | 'NO_SIZE'
  | 'ZERO_SIZE'
  | 'NO_FUNCTION_POINTS'
  | 'SIZE_INCOMPLETE'
  | 'COMPONENTS_NOT_STATED'
  | 'NO_DEFECTS_REPORTED'
  | 'NO_DEFECTS_FOUND'
  | 'NONE_CLOSED'
  | 'NO_CAUSES'
  | 'NO_ORIGIN'
  | 'NO_HISTORY'
  | 'NOT_RELEASED'
  | 'RELEASE_TOO_RECENT'
  | 'QUANTILE_NOT_REACHED'
  | 'NO_REVIEWS'
  | 'NO_REVIEW_HOURS'
  | 'NO_PAGES'
  | 'NO_REFERENCE_VALUES'
  | 'NO_COMMITS'
  | 'NO_PROJECT_SCANS'
  | 'NO_EVIDENCE'
  | 'NO_ASSETS'
  | 'NO_SCANS'
  | 'NO_PERIOD'
  | 'ASSET_NEVER_SCANNED'
  | 'LAST_SCAN_FAILED'
  | 'ASSET_NOT_REGISTERED'
  | 'SEVERITY_UNKNOWN'
  | 'NOT_OBSERVED'

/** One number with everything a sceptic asks for. `actual` is null exactly when `why` is not. */
export interface Measurement {
  readonly actual: number | null
  readonly why: NotMeasurable | null
  readonly numerator: number | null
  readonly denominator: number | null
  /** Size of what was looked at: executed cases, KSLOC, facts; null where there is no such thing. */
  readonly sampleSize: number | null
  /** 95 % interval of the number, in its unit, where it is an estimate from a sample and no complete count. */
  readonly interval?: Interval
  /** Civil date of the newest fact behind the number. */
  readonly lastDate: string | null
  /** Query of the facts resource that lists what is behind the number. */
  readonly facts: string
}

/** Nothing to say, and why. */
export function notMeasurable(
  why: NotMeasurable,
  facts: string,
  known: Partial<Measurement> = {},
): Measurement {
  return {
    numerator: null,
    denominator: null,
    sampleSize: null,
    lastDate: null,
    ...known,
    actual: null,
    why,
    facts,
  }
}

/** `numerator / denominator x scale`, as a measurement whose sample size is the denominator. */
export function ratio(
  numerator: number,
  denominator: number,
  scale: number,
  rest: { lastDate: string | null; facts: string; sampleSize?: number; interval?: Interval },
): Measurement {
  const actual = (numerator / denominator) * scale
  if (!Number.isFinite(actual)) return notMeasurable('OUT_OF_RANGE', rest.facts, { numerator, denominator })
  return {
    actual,
    why: null,
    numerator,
    denominator,
    sampleSize: rest.sampleSize ?? denominator,
    ...(rest.interval !== undefined && { interval: rest.interval }),
    lastDate: rest.lastDate,
    facts: rest.facts,
  }
}

/** A plain count, out of `sampleSize` things looked at. */
export function counted(
  count: number,
  rest: { sampleSize: number; lastDate: string | null; facts: string },
): Measurement {
  return { actual: count, why: null, numerator: count, denominator: null, ...rest }
}
