/** Work under way, on a basis that tells whether its outcome will do for somebody else. */
export interface Flight<B> {
  readonly basis: B
  /** Whether it runs already, or waits for other pieces of the same question. */
  readonly isStarted: () => boolean
  readonly done: Promise<void>
}

export interface Piece {
  readonly keys: readonly string[]
  readonly work: () => Promise<void>
}

export interface Flights<B> {
  of(key: string): Flight<B> | undefined
  /**
   * Runs pieces of work one after another. Each is found under its keys from now on until it ends; after one that
   * fails the others are not run, and fail as it did.
   */
  run(basis: B, pieces: readonly Piece[]): Promise<void>
}

/** Remembers who is doing what, so that nobody does the same meanwhile. Nothing is kept of what has ended. */
export function createFlights<B>(): Flights<B> {
  const underWay = new Map<string, Flight<B>>()

  function start(basis: B, { keys, work }: Piece, before: Promise<void> | null): Promise<void> {
    let isStarted = before === null
    const done = (before ?? Promise.resolve())
      .then(() => {
        isStarted = true
        return work()
      })
      .finally(() => {
        for (const key of keys) if (underWay.get(key) === flight) underWay.delete(key)
      })
    const flight = { basis, isStarted: () => isStarted, done }
    for (const key of keys) underWay.set(key, flight)
    // Whoever waits for it is told; a failure that nobody waits for any more is no reason to end the process.
    done.catch(() => undefined)
    return done
  }

  return {
    of: (key) => underWay.get(key),
    run: async (basis, pieces) => {
      let last: Promise<void> | null = null
      for (const piece of pieces) last = start(basis, piece, last)
      await last
    },
  }
}
