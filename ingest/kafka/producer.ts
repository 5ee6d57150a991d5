import type { KafkaConnection } from '../../schemas/config-kafka.ts'
import type { Logger } from '../logger.ts'
import { CompressionTypes, createKafkaClient, type Message } from './client.ts'

export interface FactProducerOptions {
  readonly connection: KafkaConnection
  /** `kanmon.events` when left out. */
  readonly topic?: string
  readonly logger: Logger
  /** Tries of one request, with growing pauses, before `send` rejects. */
  readonly retries?: number
}

/** What a sender must know of an event: the rest is judged by kanmon. */
export interface OutgoingEvent extends Record<string, unknown> {
  readonly subject: string
}

export interface FactProducer {
  /**
   * Sends events, those of one project in order; resolves when all brokers that must have them have them.
   *
   * @throws {Error} when they could not be sent; sending the same events again counts nothing twice
   */
  send(events: Iterable<OutgoingEvent>): Promise<void>
  /** The same for events that are text already; a line whose subject cannot be read goes without a key. */
  sendLines(lines: Iterable<string>): Promise<void>
  close(): Promise<void>
}

/** A request holds one record batch for each partition, and a broker takes 1 MiB of that unless told otherwise. */
const MAX_REQUEST_BYTES = 900_000
const OVERHEAD_BYTES = 100

/** Connects a producer that the platform sends its events with: idempotent, one key for each project, all replicas. */
export async function createFactProducer(options: FactProducerOptions): Promise<FactProducer> {
  const topic = options.topic ?? 'kanmon.events'
  const client = createKafkaClient(options.connection, {
    logger: options.logger,
    clientId: 'kanmon-producer',
  })
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: { retries: options.retries ?? 10 },
  })
  await producer.connect()
  const sendAll = async (messages: Iterable<Message & { value: string }>) => {
    for (const request of requests(messages))
      await producer.send({ topic, messages: request, acks: -1, compression: CompressionTypes.GZIP })
  }
  return {
    send: (events) => sendAll(map(events, (event) => ({ key: event.subject, value: JSON.stringify(event) }))),
    sendLines: (lines) => sendAll(map(lines, (line) => ({ key: subjectOf(line), value: line }))),
    close: () => producer.disconnect(),
  }
}

function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item)
}

function* requests(messages: Iterable<Message & { value: string }>): Generator<Message[]> {
  let request: Message[] = []
  let bytes = 0
  for (const message of messages) {
    const size = Buffer.byteLength(message.value) + OVERHEAD_BYTES
    if (request.length > 0 && bytes + size > MAX_REQUEST_BYTES) {
      yield request
      request = []
      bytes = 0
    }
    request.push(message)
    bytes += size
  }
  if (request.length > 0) yield request
}

function subjectOf(line: string): string | null {
  try {
    const event: unknown = JSON.parse(line)
    const subject: unknown =
      typeof event === 'object' && event !== null && 'subject' in event && event.subject
    return typeof subject === 'string' ? subject : null
  } catch {
    return null
  }
}
