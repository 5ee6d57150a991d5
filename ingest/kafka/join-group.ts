import type { Logger } from '../logger.ts'
import type { Consumer, EachBatchPayload } from './client.ts'
import type { Membership } from './membership.ts'

export interface JoinPorts {
  readonly topic: string
  readonly concurrency: number
  readonly handle: (payload: EachBatchPayload) => Promise<void>
  readonly membership: Membership
  readonly logger: Logger
  /** The consumer's loop went on. */
  readonly onTick: () => void
  /** The consumer ended by an error and will not start again. */
  readonly onCrash: (error: unknown) => void
  readonly wait: (attempt: number) => Promise<void>
  readonly stopping: AbortSignal
}

/** Connects and joins, trying for as long as the brokers cannot be reached; afterwards kafkajs joins again by itself. */
export async function joinGroup(consumer: Consumer, ports: JoinPorts): Promise<void> {
  watch(consumer, ports)
  for (let attempt = 1; !ports.stopping.aborted; attempt++) {
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [ports.topic], fromBeginning: true })
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: ports.concurrency,
        eachBatch: ports.handle,
      })
      return
    } catch (error) {
      if (!isPassing(error)) {
        ports.onCrash(error)
        return
      }
      ports.logger.warn({ event: 'kafka.unreachable', attempt, name: (error as Error).name })
      ports.onTick()
      await ports.wait(attempt)
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { retriable } = error as { retriable?: unknown }
  return retriable === true || error.name === 'KafkaJSNumberOfRetriesExceeded'
}

function watch(consumer: Consumer, { topic, membership, logger, onTick, onCrash }: JoinPorts): void {
  const { events } = consumer
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? []
    membership.joined(partitions)
    logger.info({ event: 'kafka.joined', topic, partitions })
    onTick()
  })
  consumer.on(events.REBALANCING, () => membership.lost())
  consumer.on(events.FETCH_START, onTick)
  consumer.on(events.FETCH, onTick)
  consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
    onTick()
    if (payload.batchSize > 0) return
    // Nothing but control records or aborted messages: kafkajs passes over them without a handler, so without a commit.
    const offset = String(BigInt(payload.lastOffset) + 1n)
    consumer
      .commitOffsets([{ topic: payload.topic, partition: payload.partition, offset }])
      .catch((error: unknown) => {
        logger.warn({ event: 'kafka.uncommitted', partition: payload.partition, name: (error as Error).name })
      })
  })
  consumer.on(events.CRASH, ({ payload }) => {
    membership.lost()
    if (payload.restart) onTick()
    else onCrash(payload.error)
  })
}
