import { z } from 'zod'

/** Largest count accepted. Below 2^32, because the store's 32-bit integers wrap without an error. */
export const MAX_COUNT = 1_000_000_000
/** Largest magnitude of an amount of money or effort: 10^13 of any unit is still exact in a double. */
export const MAX_AMOUNT = 10_000_000_000_000
/** First calendar date that a fact may name. */
export const MIN_DATE = '1990-01-01'
/** Last calendar date that a fact may name. */
export const MAX_DATE = '2199-12-31'

/** Why a cross-field rule failed; carried by zod's custom issues and read by the ingest. */
export interface RuleViolation {
  refusal: 'INCONSISTENT' | 'OUT_OF_RANGE' | 'CONTROL_CHARACTER' | 'INVALID_FORMAT'
}

// Lone surrogates (Cs) count too: they cannot be stored as UTF-8.
const controlCharacter = /[\p{Cc}\p{Cs}]/u
const controlCharacterButLines = /\p{Cs}|[^\P{Cc}\n\r\t]/u

/** One line of text of 1 to `max` characters, without control characters (line breaks among them). */
export const line = (max = 200) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !controlCharacter.test(value), {
      params: { refusal: 'CONTROL_CHARACTER' } satisfies RuleViolation,
      error: 'must not contain control characters or line breaks',
    })

/** Text of several lines, 1 to `max` characters. */
export const prose = (max = 4000) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !controlCharacterButLines.test(value), {
      params: { refusal: 'CONTROL_CHARACTER' } satisfies RuleViolation,
      error: 'must not contain control characters other than line breaks and tabs',
    })

/** An identifier given by another system: a ticket, a booking, a work package. */
export const identifier = line(200)

/** A project's id, as used in `subject` and in every URL. */
export const projectId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must be 1-63 characters of a-z, 0-9 and -, not starting with -',
})

/** What a fact is about: a project, or `division:<id>` / `organization:<id>` for what is wider than one. */
export const subject = z
  .string()
  .regex(/^(?:(?:division|organization):[^\p{Cc}\p{Cs}]{1,200}|[a-z0-9][a-z0-9-]{0,62})$/u, {
    error: 'must be a project id (a-z, 0-9, -; at most 63 characters), division:<id> or organization:<id>',
  })

const within = (value: string) => value >= MIN_DATE && value <= MAX_DATE

/** A calendar date `YYYY-MM-DD` in the project's time zone. */
export const date = z.iso.date().refine(within, {
  params: { refusal: 'OUT_OF_RANGE' } satisfies RuleViolation,
  error: `must be between ${MIN_DATE} and ${MAX_DATE}`,
})

/** An instant, RFC 3339 with an offset. */
export const instant = z.iso.datetime({ offset: true }).refine((value) => within(value.slice(0, 10)), {
  params: { refusal: 'OUT_OF_RANGE' } satisfies RuleViolation,
  error: `must be between ${MIN_DATE} and ${MAX_DATE}`,
})

export const count = z.int().min(0).max(MAX_COUNT)
export const amount = z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT)
export const nonNegative = z.number().min(0).max(MAX_AMOUNT)
/** A share in percent, 0 to 100. */
export const percent = z.number().min(0).max(100)
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lower-case hexadecimal digits' })

/** An IANA time zone known to this runtime. */
export const timeZone = line(64).refine(
  (value) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value })
      return true
    } catch {
      return false
    }
  },
  {
    params: { refusal: 'INVALID_FORMAT' } satisfies RuleViolation,
    error: 'must be an IANA time zone such as Asia/Tokyo',
  },
)

/** Adds a cross-field rule: `message` is reported at `path` when `holds` is false. */
export function rule<T>(path: (string | number)[], message: string, holds: (value: T) => boolean) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    if (!holds(value)) {
      context.addIssue({
        code: 'custom',
        // A copy: zod puts the path of what lies around this value in front of it, in place.
        path: [...path],
        message,
        params: { refusal: 'INCONSISTENT' } satisfies RuleViolation,
        input: value,
      })
    }
  }
}

/** The first value that occurs twice, or undefined. */
export function firstRepeated(values: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return values.find((value) => (seen.has(value) ? true : (seen.add(value), false)))
}
