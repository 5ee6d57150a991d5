/** A connection that is opened when it is first used. */
export interface Once<T> {
  /** @throws {Error} when it cannot be opened, or is closed already */
  use<R>(work: (connection: T) => Promise<R>): Promise<R>
  /** Ends when everything that uses it has: kafkajs opens it again for a request that is under way, and never closes it. */
  close(): Promise<void>
}

/** Opens at the first use, and again after a failure to. */
export function openOnce<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  connection: T,
): Once<T> {
  let opening: Promise<void> | null = null
  let isClosed = false
  const running = new Set<Promise<unknown>>()
  const run = async <R>(work: (connection: T) => Promise<R>): Promise<R> => {
    opening ??= connection.connect().catch((error: unknown) => {
      opening = null
      throw error
    })
    await opening
    return work(connection)
  }
  return {
    use: async (work) => {
      if (isClosed) throw new Error('the connection is closed')
      const result = run(work)
      running.add(result)
      try {
        return await result
      } finally {
        running.delete(result)
      }
    },
    close: async () => {
      isClosed = true
      await Promise.allSettled(running)
      if (opening !== null) await connection.disconnect()
    },
  }
}
