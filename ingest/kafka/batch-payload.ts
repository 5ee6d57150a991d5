/** A message as the consumer gets it. */
export interface ReceivedMessage {
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Milliseconds in decimal, as the producer or the broker set them. */
  readonly timestamp: string
  readonly offset: string
  readonly headers?: Readonly<Record<string, unknown>> | undefined
}

interface Offsets {
  readonly topics: { topic: string; partitions: { partition: number; offset: string }[] }[]
}

/** What of kafkajs' batch the handler uses. */
export interface BatchPayload {
  readonly batch: {
    readonly topic: string
    readonly partition: number
    readonly messages: readonly ReceivedMessage[]
  }
  heartbeat(): Promise<void>
  isRunning(): boolean
  isStale(): boolean
  resolveOffset(offset: string): void
  uncommittedOffsets(): Offsets
  commitOffsetsIfNecessary(offsets: Offsets): Promise<void>
}
