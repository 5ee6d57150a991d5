import type { NotMeasurableReason } from '../evm/measure.ts'

/** Why an indicator has no value. Closed list; every code has a sentence in the catalogue. */
export type NotMeasurable =
  | NotMeasurableReason
  | 'NO_PROGRESS'
  | 'PHASE_ABSENT'
  | 'NO_TESTS'
  | 'NO_TESTS_PLANNED'
  | 'NO_TESTS_EXECUTED'
  | 'NO_SIZE'
  | 'ZERO_SIZE'
  | 'NO_DEFECTS_REPORTED'
  | 'NO_EVIDENCE'

/** One number with everything a sceptic asks for. `actual` is null exactly when `why` is not. */
export interface Measurement {
  readonly actual: number | null
  readonly why: NotMeasurable | null
  readonly numerator: number | null
  readonly denominator: number | null
  /** Size of what was looked at: executed cases, KSLOC, facts; null where there is no such thing. */
  readonly sampleSize: number | null
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
  rest: { lastDate: string | null; facts: string; sampleSize?: number },
): Measurement {
  return {
    actual: (numerator / denominator) * scale,
    why: null,
    numerator,
    denominator,
    sampleSize: rest.sampleSize ?? denominator,
    lastDate: rest.lastDate,
    facts: rest.facts,
  }
}
