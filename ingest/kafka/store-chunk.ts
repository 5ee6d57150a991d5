import type { IntakeReceipt, QuarantinedEvent } from '../../schemas/refusals.ts'
import type { Candidate } from '../candidate.ts'
import { classify } from '../intake/classify.ts'
import { IntakeUnavailable } from '../intake/errors.ts'
import type { DeadLetter } from './dead-letters.ts'
import type { Chunk } from './read-chunk.ts'

/** `Intake.deliver`: returns once everything in it is stored, as a fact or in the quarantine. */
export type Deliver = (candidates: Iterable<Candidate>, origin: string) => Promise<IntakeReceipt>

export interface StorePorts {
  readonly deliver: Deliver
  readonly deadLetter: (letters: readonly DeadLetter[]) => Promise<void>
  readonly wait: (attempt: number, error: unknown, signal: AbortSignal) => Promise<void>
  readonly onProgress: () => void
  /** Aborted when another try would be for nothing. */
  readonly signal: AbortSignal
}

export interface StoredChunk {
  readonly chunk: Chunk
  readonly refused: readonly QuarantinedEvent[]
}

/** Given up because the consumer stops or lost its place; nothing was wrong. */
export class Abandoned extends Error {
  constructor() {
    super('the chunk was left to whoever reads the partition next')
    this.name = 'Abandoned'
  }
}

/**
 * Stores a chunk, and tries again for as long as what fails is known to pass.
 *
 * @throws {Abandoned} when the signal ended the tries
 */
export async function storeChunk(read: () => Chunk, ports: StorePorts): Promise<StoredChunk> {
  const stored = await untilDone(async () => {
    const chunk = read()
    const receipt = await ports.deliver(chunk.candidates(), chunk.origin)
    return { chunk, refused: receipt.quarantined }
  }, ports)
  const letters = stored.refused.flatMap((refusal) => {
    const event = stored.chunk.events[refusal.index]
    return event === undefined ? [] : [{ refusal, event }]
  })
  if (letters.length > 0) await untilDone(() => ports.deadLetter(letters), ports)
  return stored
}

async function untilDone<T>(action: () => Promise<T>, ports: StorePorts): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action()
    } catch (error) {
      if (!isPassing(error)) throw error
      await ports.wait(attempt, error, ports.signal)
      if (ports.signal.aborted) throw new Abandoned()
      ports.onProgress()
    }
  }
}

/** The store by its codes, Kafka by what kafkajs says of its own errors. Anything unknown is not passing. */
function isPassing(error: unknown): boolean {
  if (error instanceof IntakeUnavailable) return classify(error.cause) === 'retry'
  if (!(error instanceof Error)) return false
  return error.name === 'KafkaJSNumberOfRetriesExceeded' || ('retriable' in error && error.retriable === true)
}
