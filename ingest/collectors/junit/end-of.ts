/** Archives keep the time of a file to two seconds. */
const COARSE = 2000

/** When a run ended, in milliseconds since 1970 UTC, and why it is not what the report states, if it is not. */
export interface End {
  readonly at: number
  readonly because: 'TIME_OF_FILE' | 'TIME_AFTER_FILE' | null
}

/**
 * The end of a run by what its suites state. No run ends after its report was written: some writers give every suite
 * the time of writing for its start (vitest), and start and duration add up to a moment in the future, at which the
 * run would count only then. A file older than the start has lost its own time, and says nothing.
 */
export function endOf(
  stated: { readonly startedAt: number | null; readonly finishedAt: number | null },
  modifiedAt: number,
): End {
  const { startedAt, finishedAt } = stated
  if (startedAt === null || finishedAt === null) return { at: modifiedAt, because: 'TIME_OF_FILE' }
  if (modifiedAt < startedAt || finishedAt <= modifiedAt) return { at: finishedAt, because: null }
  return { at: modifiedAt, because: finishedAt - modifiedAt > COARSE ? 'TIME_AFTER_FILE' : null }
}
