import type { Intake } from '../../ingest/intake/intake.ts'
import type { Logger } from '../../ingest/logger.ts'

export interface ConsumerStatus {
  /** In a word, for people and for the gauge: consuming, connecting, tripped, … */
  readonly state: string
  /** False when it has ended for good, by itself or by being stopped: then nothing turns any more. */
  readonly isRunning: boolean
  /** When its loop last turned, in milliseconds of the clock it was given. */
  readonly lastTurnAt: number
  /** Partitions it reads; null before it has joined its group. */
  readonly partitions: readonly number[] | null
  /** Messages behind, by partition; null while that is not known. */
  readonly lag: ReadonlyMap<number, number> | null
}

/** A consumer of events that runs beside the HTTP server. */
export interface Consumer {
  status(): ConsumerStatus
  /** Finishes the batch in hand and leaves its group; what it did not commit comes again. */
  stop(): Promise<void>
  /** Resolves with the reason when it gave up by itself; the process then ends with an exit code other than 0. */
  readonly failed: Promise<Error>
}

export interface ConsumerParts {
  readonly intake: Intake
  readonly logger: Logger
  readonly now: () => number
}

export type StartConsumer = (parts: ConsumerParts) => Promise<Consumer>
