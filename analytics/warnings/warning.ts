import type { WarningCode } from '../../schemas/answers-quality.ts'

/**
 * One early warning 予兆検知 or contradiction. It informs or holds back where a policy asks for it; nothing can make a
 * HOLD into a SHIP by it.
 */
export interface Warning {
  readonly code: WarningCode
  /** The phase, component, defect or source that it is about; '' = the project. */
  readonly about: string
  readonly values: Readonly<Record<string, number | string>>
}

/** A signal is a warning when it was up in at least `needed` of the last `of` weeks or expected reports: N of M. */
export interface Damping {
  readonly needed: number
  readonly of: number
}

/** Weeks that a signal is looked for in. */
export const WEEKS = 4

/** N of M of every signal that is damped. The other warnings are about what is there, and need no second look. */
export const dampings = {
  DETECTION_RATE_RISING: { needed: 3, of: WEEKS },
  BACKLOG_GROWING: { needed: 3, of: WEEKS },
  TESTS_BEHIND: { needed: 3, of: WEEKS },
  SPI_T_LOW: { needed: 3, of: WEEKS },
  REOPEN_RATE_HIGH: { needed: 3, of: WEEKS },
  REPORTS_MISSING: { needed: 2, of: 4 },
} as const satisfies Partial<Record<WarningCode, Damping>>

export type DampedCode = keyof typeof dampings

/** The damping of a warning, or null when it has none. */
export const dampingOf = (code: WarningCode): Damping | null =>
  code in dampings ? dampings[code as DampedCode] : null

/** Whether enough of the last flags are up: one odd week gives no alarm. Fewer than `needed` flags never do. */
export function isDamped(flags: readonly boolean[], { needed, of }: Damping): boolean {
  return flags.slice(-of).filter(Boolean).length >= needed
}
