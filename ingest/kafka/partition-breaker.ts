import { type Breaker, closedBreaker, createBreaker } from '../breaker.ts'

/** The breaker of one partition: the order of messages, and so a row of bad ones, exists within a partition only. */
export interface PartitionBreaker extends Omit<Breaker, 'record'> {
  /** An event by its message's offset and its place in that message. */
  record(offset: string, position: number, isRefused: boolean): void
}

/** One for each partition; a message that is delivered again is not counted again. */
export function createPartitionBreakers(isOn: boolean): (partition: number) => PartitionBreaker {
  const breakers = new Map<number, PartitionBreaker>()
  return (partition) => {
    const known = breakers.get(partition)
    if (known !== undefined) return known
    const breaker = isOn ? createBreaker() : closedBreaker
    const made = countingOnce(breaker)
    breakers.set(partition, made)
    return made
  }
}

function countingOnce(breaker: Breaker): PartitionBreaker {
  let last = { offset: -1, position: -1 }
  return {
    record: (offset, position, isRefused) => {
      const next = { offset: Number(offset), position }
      if (next.offset < last.offset) return
      if (next.offset === last.offset && next.position <= last.position) return
      last = next
      breaker.record(isRefused)
    },
    reason: () => breaker.reason(),
    isClean: () => breaker.isClean(),
  }
}
