import { TestRunner } from 'vitest'

/** A line of the table of faults. */
export interface FaultLine {
  readonly rounds: number
  readonly acknowledged: number
  /** Distinct events. */
  readonly stored: number
  readonly lost: number
  /** By which an answer was off. */
  readonly duplicates: number
  /** Rows beyond one an event that no merge has removed yet; no answer counts them. */
  readonly copies: number
  readonly secondsToRecover: number | null
  /** What else was measured, in words. */
  readonly note: string
}

declare module 'vitest' {
  interface TaskMeta {
    faults?: Record<string, FaultLine>
  }
}

/** Hands a line to the reporter of the table; a test that is tried again replaces its own. */
export function recordFault(fault: string, line: FaultLine): void {
  const test = TestRunner.getCurrentTest()
  if (test === undefined) throw new Error('recordFault: outside of a test')
  test.meta.faults = { ...test.meta.faults, [fault]: line }
}
