import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createKafkaClient, type KafkaClient, type Message } from '../../../ingest/kafka/client.ts'
import { readLag } from '../../../ingest/kafka/lag.ts'
import type { RunningConsumer } from '../../../ingest/kafka/start-consumer.ts'
import { type KafkaConsumerPorts, startKafkaConsumer } from '../../../ingest/kafka/start-consumer.ts'
import type { Logger } from '../../../ingest/logger.ts'
import type { Store } from '../../../store/store.ts'
import { makeEvent } from '../events.ts'
import type { KafkaBroker } from './kafka.ts'
import { silent } from '../intake.ts'
import { until } from '../proxy/until.ts'
import { groupOf } from './config.ts'
import { rowsOf } from '../store.ts'

export const connectionOf = (brokers: string) => ({ brokers: [brokers], tls: false, sasl: null })

export interface Bench {
  readonly client: KafkaClient
  /** A topic of its own for a test; returns its name. */
  makeTopic(partitions: number, configuration?: Record<string, string>): Promise<string>
  produce(topic: string, messages: readonly (Message & { partition?: number })[]): Promise<void>
  /** Waits until the group has committed everything. */
  untilRead(consumer: Pick<RunningConsumer, 'lag'>): Promise<void>
  /** What the test's group of a topic has not committed yet, whichever process reads it. */
  lag(topic: string): Promise<Map<number, number>>
}

/** Means to work with a broker, closed after the test file. */
export async function openBench(
  broker: KafkaBroker,
  afterAll: (close: () => Promise<void>) => void,
): Promise<Bench> {
  const client = createKafkaClient(connectionOf(broker.bootstrapServers), { logger: silent })
  const admin = client.admin()
  const producer = client.producer({ allowAutoTopicCreation: false })
  await Promise.all([admin.connect(), producer.connect()])
  afterAll(async () => {
    await Promise.all([admin.disconnect(), producer.disconnect()])
  })
  return {
    client,
    makeTopic: async (partitions, configuration = {}) => {
      const topic = `t-${randomUUID().slice(0, 8)}`
      const configEntries = Object.entries(configuration).map(([name, value]) => ({ name, value }))
      await admin.createTopics({
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
      })
      return topic
    },
    produce: async (topic, messages) => {
      await producer.send({ topic, messages: [...messages] })
    },
    lag: (topic) => readLag(admin, topic, groupOf(topic)),
    untilRead: async (consumer) => {
      await until('everything is committed', async () => sumOf(await consumer.lag()) === 0, {
        deadlineMs: 60_000,
      })
    },
  }
}

export const sumOf = (lag: ReadonlyMap<number, number>) =>
  [...lag.values()].reduce((sum, each) => sum + each, 0)

/** A consumer that is stopped after its test. */
export function startConsumer(
  ports: Partial<KafkaConsumerPorts> & Pick<KafkaConsumerPorts, 'config' | 'intake'>,
) {
  const consumer = startKafkaConsumer({ logger: silent, now: Date.now, ...ports })
  onTestFinished(() => consumer.stop())
  return consumer
}

/** Messages of one event each, of one source, with ids `<source>/<n>`. */
export function eventMessages(source: string, from: number, count: number, projects = 7): Message[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i
    const project = `p-${n % projects}`
    return { key: project, value: JSON.stringify(makeEvent(`${source}/${n}`, { source, subject: project })) }
  })
}

/** What is stored of a source: rows with copies, and distinct events. */
export async function storedOf(store: Store, source: string): Promise<{ rows: number; ids: number }> {
  const [row] = await rowsOf<{ rows: string; ids: string }>(
    store,
    `SELECT count() AS rows, uniqExact(event_id) AS ids FROM ${store.database}.facts WHERE source = '${source}'`,
  )
  return { rows: Number(row!.rows), ids: Number(row!.ids) }
}

export interface QuarantineRow {
  readonly origin: string
  readonly position: number
  readonly code: string
  readonly message: string
  readonly raw: string
}

/** Every row of the quarantine from one topic, in order of offset, copies too. */
export async function quarantinedOf(store: Store, topic: string): Promise<QuarantineRow[]> {
  const rows = await rowsOf<QuarantineRow>(
    store,
    `SELECT origin, position, code, message, raw FROM ${store.database}.quarantine WHERE startsWith(origin, 'kafka:${topic}:')`,
  )
  const offset = ({ origin }: QuarantineRow) => Number(origin.split(':').at(-1))
  return rows.sort((a, b) => offset(a) - offset(b) || a.position - b.position)
}

/** A logger that keeps its lines. */
export function keepingLogger(): Logger & { readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const keep = (fields: Record<string, unknown>) => void lines.push(fields)
  return { lines, info: keep, warn: keep, error: keep }
}
