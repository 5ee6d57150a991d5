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

/** Whether at least `n` of the last `m` flags are up: one odd week gives no alarm. Fewer than `n` flags never do. */
export function isDamped(flags: readonly boolean[], n: number, m: number): boolean {
  return flags.slice(-m).filter(Boolean).length >= n
}
