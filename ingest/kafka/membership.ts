/** Whether this consumer is a member of its group, and for how long without a break. */
export interface Membership {
  /** Changes whenever what was assigned before may no longer be assigned. */
  stay(): number
  /** The partitions assigned; null while there is no assignment. */
  assigned(): readonly number[] | null
  joined(partitions: readonly number[]): void
  /** A heartbeat failed, the group rebalances, or the consumer stopped. */
  lost(): void
}

export function createMembership(): Membership {
  let stay = 0
  let assigned: readonly number[] | null = null
  return {
    stay: () => stay,
    assigned: () => assigned,
    joined: (partitions) => {
      stay++
      assigned = partitions
    },
    lost: () => {
      stay++
      assigned = null
    },
  }
}

export interface Heartbeats {
  /** The error of the heartbeat that failed, if one did. */
  failure(): unknown
  stop(): void
}

/** Sends heartbeats while a batch is worked on: kafkajs itself sends them between batches only. */
export function startHeartbeats(
  heartbeat: () => Promise<void>,
  ports: { readonly everyMs: number; readonly onLost: (error: unknown) => void },
): Heartbeats {
  let failure: unknown = null
  const timer = setInterval(() => {
    heartbeat().catch((error: unknown) => {
      if (failure !== null) return
      failure = error
      clearInterval(timer)
      ports.onLost(error)
    })
  }, ports.everyMs)
  return { failure: () => failure, stop: () => clearInterval(timer) }
}
