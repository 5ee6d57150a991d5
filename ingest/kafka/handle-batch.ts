import type { QuarantinedEvent } from '../../schemas/refusals.ts'
import type { BatchPayload } from './batch-payload.ts'
import type { DeadLetter } from './dead-letters.ts'
import { type Membership, startHeartbeats } from './membership.ts'
import type { PartitionBreaker } from './partition-breaker.ts'
import { type Chunk, readChunk } from './read-chunk.ts'
import { Abandoned, type Deliver, storeChunk } from './store-chunk.ts'

export interface BatchPorts {
  readonly deliver: Deliver
  /** Returns once they are written. */
  readonly deadLetter: (letters: readonly DeadLetter[]) => Promise<void>
  readonly breakerOf: (partition: number) => PartitionBreaker
  /** Called once a breaker has opened; nothing of the batch that opened it is committed. */
  readonly onTripped: (partition: number, reason: string) => void
  readonly membership: Membership
  /** Again and again while work goes on. */
  readonly onProgress: () => void
  /** Lets the partition be read again from this offset. */
  readonly rewind: (place: { topic: string; partition: number; offset: string }) => void
  /** Waits before another try; the signal ends it early. */
  readonly wait: (attempt: number, error: unknown, signal: AbortSignal) => Promise<void>
  readonly now: () => number
  readonly heartbeatMs: number
  /** Rows of one delivery, and of one while refusals were seen not long ago. */
  readonly chunkRows: number
  readonly carefulRows: number
  /** Aborted when the consumer is to stop. */
  readonly stopping: AbortSignal
}

/**
 * Stores a batch, chunk by chunk: stored, dead-lettered, then committed, never the other way round. It returns early,
 * without a commit of what is left, when the consumer stops, loses its place in the group, or a breaker opens.
 */
export async function handleBatch(payload: BatchPayload, ports: BatchPorts): Promise<void> {
  const { topic, partition, messages } = payload.batch
  const stay = ports.membership.stay()
  const breaker = ports.breakerOf(partition)
  const abandon = new AbortController()
  const heartbeats = startHeartbeats(() => payload.heartbeat(), {
    everyMs: ports.heartbeatMs,
    onLost: (error) => {
      ports.membership.lost()
      abandon.abort(error)
    },
  })
  const isOurs = () => ports.membership.stay() === stay && !payload.isStale()
  const signal = AbortSignal.any([abandon.signal, ports.stopping])
  try {
    for (let from = 0; from < messages.length;) {
      if (!payload.isRunning() || !isOurs() || breaker.reason() !== null) break
      const rows = breaker.isClean() ? ports.chunkRows : ports.carefulRows
      const source = { topic, partition, messages, from, rows, now: ports.now() }
      const stored = await storeChunk(() => readChunk(source), { ...ports, signal })
      const reason = countRefusals(stored, breaker)
      if (reason !== null) {
        ports.onTripped(partition, reason)
        break
      }
      if (heartbeats.failure() !== null || !isOurs()) break
      const end = from + stored.chunk.messagesRead()
      await commit(payload, { from, end }, isOurs, ports)
      from = end
      ports.onProgress()
    }
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
  } finally {
    heartbeats.stop()
  }
  // kafkajs joins again on this error; whoever has the partition then, reads it from what was committed.
  const failure = heartbeats.failure()
  if (failure !== null) throw failure instanceof Error ? failure : new Error('heartbeat failed')
}

function countRefusals(
  { chunk, refused }: { chunk: Chunk; refused: readonly QuarantinedEvent[] },
  breaker: PartitionBreaker,
): string | null {
  const indices = new Set(refused.map(({ index }) => index))
  for (const [index, { message, position }] of chunk.events.entries())
    breaker.record(message.offset, position, indices.has(index))
  return breaker.reason()
}

/** Commits up to the message before `end`, and over control records that follow it. */
async function commit(
  payload: BatchPayload,
  { from, end }: { from: number; end: number },
  isOurs: () => boolean,
  { rewind }: Pick<BatchPorts, 'rewind'>,
): Promise<void> {
  const { topic, partition, messages } = payload.batch
  const [first, last] = [messages[from], messages[end - 1]]
  if (first === undefined || last === undefined) return
  payload.resolveOffset(last.offset)
  try {
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets())
  } catch (error) {
    // Else it would count as read, and be committed only with some later message.
    if (isOurs()) rewind({ topic, partition, offset: first.offset })
    throw error
  }
}
