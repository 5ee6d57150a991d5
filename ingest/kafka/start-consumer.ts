import { setTimeout } from 'node:timers/promises'
import type { KafkaConfig } from '../../schemas/config-kafka.ts'
import { codeOf } from '../intake/classify.ts'
import type { Intake } from '../intake/intake.ts'
import type { Logger } from '../logger.ts'
import { type Consumer, createKafkaClient, type KafkaClient } from './client.ts'
import { type DeadLetter, writeDeadLetters } from './dead-letters.ts'
import { type BatchPorts, handleBatch } from './handle-batch.ts'
import { createStanding, type KafkaHealth } from './health.ts'
import { joinGroup } from './join-group.ts'
import { readLag } from './lag.ts'
import { createMembership } from './membership.ts'
import { openOnce } from './once.ts'
import { createPartitionBreakers } from './partition-breaker.ts'

export interface KafkaConsumerPorts {
  readonly config: KafkaConfig
  readonly intake: Pick<Intake, 'deliver'>
  readonly logger: Logger
  readonly now: () => number
  readonly random?: () => number
  /** In place of a client of the configured brokers. */
  readonly client?: KafkaClient
}

export interface RunningConsumer {
  /** Finishes and commits the chunks in flight, then leaves the group. */
  stop(): Promise<void>
  health(): KafkaHealth
  /** How many messages of each partition of the topic the group has not committed yet. */
  lag(): Promise<Map<number, number>>
  /** Called, at once if it has happened, when the consumer ended by an error: the process is to end, and not with 0. */
  onCrash(listener: (error: unknown) => void): void
}

const CHUNK_ROWS = 10_000
const CAREFUL_ROWS = 1000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 30_000

/** Consumes the topic into the intake. It returns at once: the group is joined, and joined again, in the background. */
export function startKafkaConsumer(ports: KafkaConsumerPorts): RunningConsumer {
  const { config, logger, now } = ports
  const client = ports.client ?? createKafkaClient(config.connection, { logger })
  const standing = createStanding()
  const membership = createMembership()
  const stopping = new AbortController()
  const crash = createCrash()
  let lastTickAt = now()
  const tick = () => (lastTickAt = now())

  const consumer = client.consumer({
    groupId: config.group,
    allowAutoTopicCreation: false,
    sessionTimeout: config.sessionTimeoutMs,
    rebalanceTimeout: config.rebalanceTimeoutMs,
    heartbeatInterval: Math.ceil(config.sessionTimeoutMs / 10),
    minBytes: config.minBytes,
    maxWaitTimeInMs: config.maxWaitMs,
    maxBytesPerPartition: config.maxBytesPerPartition,
    maxBytes: 2 * config.maxBytesPerPartition,
    retry: { restartOnFailure: () => Promise.resolve(!standing.isOver()) },
  })
  const letters = config.deadLetterTopic === null ? null : openLetters(client, config.deadLetterTopic)
  // Few tries: it is asked again soon, and a stop waits for it.
  const admin = openOnce(client.admin({ retry: { retries: 1 } }))

  const end = (state: 'tripped' | 'crashed', reason: string) => {
    standing.set(state, reason)
    membership.lost()
    stopping.abort()
    // Not awaited: it waits for the batch that is calling.
    void leave(consumer, logger)
  }
  const fail = (error: unknown) => {
    if (standing.isOver()) return
    logger.error({ event: 'kafka.crashed', code: codeOf(error), name: nameOf(error) })
    end('crashed', nameOf(error))
    crash.happened(error)
  }
  const batchPorts: BatchPorts = {
    deliver: (candidates, origin) => ports.intake.deliver(candidates, origin),
    deadLetter: (refused) => letters?.write(refused) ?? Promise.resolve(),
    breakerOf: createPartitionBreakers(config.breaker),
    onTripped: (partition, reason) => {
      logger.error({ event: 'kafka.tripped', topic: config.topic, partition, reason })
      end('tripped', `partition ${partition}: ${reason}`)
    },
    membership,
    onProgress: () => {
      tick()
      standing.set('consuming')
    },
    rewind: (place) => consumer.seek(place),
    wait: (attempt, error, signal) => {
      logger.warn({ event: 'kafka.waiting', code: codeOf(causeOf(error)), attempt })
      standing.set('waiting', nameOf(error))
      tick()
      return backoff(attempt, ports.random ?? Math.random, signal)
    },
    now,
    heartbeatMs: Math.ceil(config.sessionTimeoutMs / 10),
    chunkRows: CHUNK_ROWS,
    carefulRows: CAREFUL_ROWS,
    stopping: stopping.signal,
  }

  const joining = joinGroup(consumer, {
    topic: config.topic,
    concurrency: config.concurrency,
    handle: async (payload) => {
      try {
        await handleBatch(payload, batchPorts)
      } catch (error) {
        // kafkajs knows what to do about its own errors; any other is unknown, and nothing is skipped for it.
        if (nameOf(error).startsWith('KafkaJS')) throw error
        fail(error)
      }
    },
    membership,
    logger,
    onTick: () => {
      tick()
      if (standing.get().state !== 'waiting')
        standing.set(membership.assigned() === null ? 'connecting' : 'consuming')
    },
    onCrash: fail,
    wait: (attempt) => backoff(attempt, ports.random ?? Math.random, stopping.signal),
    stopping: stopping.signal,
  })
  return {
    stop: async () => {
      standing.set('stopped')
      stopping.abort()
      await joining
      await leave(consumer, logger)
      membership.lost()
      await Promise.allSettled([letters?.close(), admin.close()])
    },
    health: () => ({ ...standing.get(), assigned: membership.assigned(), lastTickAt }),
    lag: () => admin.use((connected) => readLag(connected, config.topic, config.group)),
    onCrash: crash.listen,
  }
}

/** A second try after 0 to 0.25 s, then twice as long, to 30 s. */
async function backoff(attempt: number, random: () => number, signal: AbortSignal): Promise<void> {
  const milliseconds = random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
  // The signal ends the wait early, which is no failure of it.
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
}

function openLetters(client: KafkaClient, topic: string) {
  // Few tries: a failure is tried again by the handler, which sees when its partition is lost.
  const producer = openOnce(client.producer({ allowAutoTopicCreation: false, retry: { retries: 2 } }))
  return {
    write: (letters: readonly DeadLetter[]) =>
      producer.use((connected) => writeDeadLetters(connected, topic, letters)),
    close: () => producer.close(),
  }
}

async function leave(consumer: Consumer, logger: Logger): Promise<void> {
  try {
    await consumer.disconnect()
  } catch (error) {
    logger.warn({ event: 'kafka.left', name: nameOf(error) })
  }
}

function createCrash() {
  const listeners: ((error: unknown) => void)[] = []
  let crash: { readonly error: unknown } | null = null
  return {
    happened: (error: unknown) => {
      crash ??= { error }
      for (const listener of listeners) listener(error)
    },
    listen: (listener: (error: unknown) => void) => {
      if (crash !== null) listener(crash.error)
      else listeners.push(listener)
    },
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown')
const causeOf = (error: unknown) =>
  error instanceof Error && error.cause !== undefined ? error.cause : error
