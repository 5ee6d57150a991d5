/** Gives every block its `received_at` and knows up to which instant the log is complete. */
export interface ReceiptClock {
  /** A stamp greater than every one before and than every instant ever called settled. Its block holds the log open. */
  issue(): number
  /** The block of this stamp is stored, or certainly never will be. */
  settle(stamp: number): void
  /** Nobody knows whether the block of this stamp was stored; it cannot appear any more after `until`. */
  abandon(stamp: number, until: number): void
  /**
   * The newest instant such that no row received then or before can still appear. An answer "as known at"
   * this instant never changes, and everything acknowledged before is in it.
   */
  settledUntil(): number
}

/**
 * `newest` is the newest `received_at` in the store, so that a clock set back does not reorder history.
 * One clock knows its own process only: writers in several processes need distance between now and the instant asked for.
 */
export function createReceiptClock(now: () => number, newest: number): ReceiptClock {
  let last = newest
  const open = new Map<number, number>()
  return {
    issue: () => {
      last = Math.max(now(), last + 1)
      open.set(last, Number.POSITIVE_INFINITY)
      return last
    },
    settle: (stamp) => void open.delete(stamp),
    abandon: (stamp, until) => void open.set(stamp, until),
    settledUntil: () => {
      const present = now()
      let oldest = Number.POSITIVE_INFINITY
      for (const [stamp, until] of open) {
        if (until < present) open.delete(stamp)
        else oldest = Math.min(oldest, stamp)
      }
      if (oldest !== Number.POSITIVE_INFINITY) return oldest - 1
      // Never issued again from here on, so that what is called settled stays so.
      last = Math.max(present, last)
      return last
    },
  }
}
