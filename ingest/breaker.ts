export interface BreakerLimits {
  /** How many of the latest events are looked at. */
  readonly window: number
  /** More refused ones than this among them trip the breaker. */
  readonly refusedInWindow: number
  /** So many refused ones in a row trip it. */
  readonly inARow: number
}

/** More than 10 % of the last 1,000, or 50 in a row. */
export const BREAKER_LIMITS: BreakerLimits = { window: 1000, refusedInWindow: 100, inARow: 50 }

export interface Breaker {
  /** Counts one event; true when the breaker is open from here on. */
  record(isRefused: boolean): boolean
  /** Why it opened; null while it is closed. It does not close by itself. */
  reason(): string | null
  /** The whole window was seen and nothing in it was refused: it is a long way to tripping. */
  isClean(): boolean
}

/**
 * Opens when so much is refused that something else must be wrong than an event here and there: a faulty release of
 * kanmon or of a sender must not drain a whole topic into the quarantine.
 *
 * The share is counted against the whole window from the first event on, as if good ones had come before. One
 * bad event in the first three is no sign of anything; a topic that begins with bad ones trips by the row of 50, or
 * by the 101st refusal, whichever is first.
 */
export function createBreaker(limits: BreakerLimits = BREAKER_LIMITS): Breaker {
  const latest = new Uint8Array(limits.window)
  let seen = 0
  let refused = 0
  let row = 0
  let opened: string | null = null
  return {
    record: (isRefused) => {
      const place = seen % limits.window
      const is = isRefused ? 1 : 0
      refused += is - (latest[place] ?? 0)
      latest[place] = is
      seen++
      row = isRefused ? row + 1 : 0
      if (row >= limits.inARow) opened ??= `${row} events in a row were refused`
      if (refused > limits.refusedInWindow) {
        opened ??= `${refused} of the last ${Math.min(seen, limits.window)} events were refused`
      }
      return opened !== null
    },
    reason: () => opened,
    isClean: () => seen >= limits.window && refused === 0,
  }
}

/** A breaker that never opens, for a replay of what is known to be refused in part. */
export const closedBreaker: Breaker = { record: () => false, reason: () => null, isClean: () => true }
