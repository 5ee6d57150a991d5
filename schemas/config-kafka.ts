import { z } from 'zod'

/** The longest that the store works on one insert before it has given up. */
export const LONGEST_INSERT_MS = 60_000
/** What a rebalance must leave besides one insert: for reading the batch, the commit and the way. */
const MARGIN_MS = 10_000

const milliseconds = (lowest: number, highest: number) => z.coerce.number().int().min(lowest).max(highest)
const bytes = (lowest: number, highest: number) => z.coerce.number().int().min(lowest).max(highest)
const name = z.string().regex(/^[\w.-]{1,249}$/, { error: 'must be letters, digits, dots, dashes' })
const onOrOff = z.enum(['on', 'off'])

const brokers = z
  .string()
  .transform((list) => list.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, { error: 'must be host:port, host:port' })).min(1))

/** The variables of the way in from Kafka. Without `KANMON_KAFKA_BROKERS` nothing is consumed. */
export const kafkaVariables = {
  KANMON_KAFKA_BROKERS: brokers.optional(),
  KANMON_KAFKA_TOPIC: name.default('kanmon.events'),
  KANMON_KAFKA_GROUP: name.default('kanmon'),
  KANMON_KAFKA_DEAD_LETTER_TOPIC: name.optional(),
  KANMON_KAFKA_BREAKER: onOrOff.default('on'),
  KANMON_KAFKA_SESSION_TIMEOUT_MS: milliseconds(1000, 1_800_000).default(30_000),
  KANMON_KAFKA_REBALANCE_TIMEOUT_MS: milliseconds(1000, 3_600_000).default(90_000),
  KANMON_KAFKA_MIN_BYTES: bytes(1, 16_777_216).default(65_536),
  KANMON_KAFKA_MAX_WAIT_MS: milliseconds(10, 5000).default(200),
  KANMON_KAFKA_MAX_BYTES_PER_PARTITION: bytes(65_536, 67_108_864).default(262_144),
  KANMON_KAFKA_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(3),
  KANMON_KAFKA_TLS: onOrOff.default('off'),
  KANMON_KAFKA_SASL: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KANMON_KAFKA_USER: z.string().optional(),
  KANMON_KAFKA_PASSWORD: z.string().optional(),
} as const

type KafkaVariables = z.infer<z.ZodObject<typeof kafkaVariables>>

/** How a broker is reached. */
export interface KafkaConnection {
  readonly brokers: readonly string[]
  readonly tls: boolean
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
    readonly username: string
    readonly password: string
  } | null
}

/** Everything the consumer needs to know, checked. */
export interface KafkaConfig {
  readonly connection: KafkaConnection
  readonly topic: string
  readonly group: string
  readonly deadLetterTopic: string | null
  readonly breaker: boolean
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly minBytes: number
  readonly maxWaitMs: number
  readonly maxBytesPerPartition: number
  readonly concurrency: number
}

/** Relations between the variables; for `superRefine`, so that a wrong one is named at the start. */
export function checkKafka(variables: KafkaVariables, context: z.core.$RefinementCtx): void {
  const refuse = (variable: keyof KafkaVariables, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message, input: variables[variable] })
  const session = variables.KANMON_KAFKA_SESSION_TIMEOUT_MS
  const rebalance = variables.KANMON_KAFKA_REBALANCE_TIMEOUT_MS
  if (rebalance < LONGEST_INSERT_MS + MARGIN_MS) {
    const least = LONGEST_INSERT_MS + MARGIN_MS
    refuse(
      'KANMON_KAFKA_REBALANCE_TIMEOUT_MS',
      `must be at least ${least}: one insert may take ${LONGEST_INSERT_MS} ms, and a rebalance waits for it`,
    )
  }
  if (session > rebalance)
    refuse('KANMON_KAFKA_SESSION_TIMEOUT_MS', 'must not be longer than the rebalance timeout')
  if (variables.KANMON_KAFKA_MAX_WAIT_MS * 3 > session)
    refuse('KANMON_KAFKA_MAX_WAIT_MS', 'must be at most a third of the session timeout')
  if (variables.KANMON_KAFKA_MIN_BYTES > variables.KANMON_KAFKA_MAX_BYTES_PER_PARTITION)
    refuse('KANMON_KAFKA_MIN_BYTES', 'must not exceed KANMON_KAFKA_MAX_BYTES_PER_PARTITION')
  if (variables.KANMON_KAFKA_DEAD_LETTER_TOPIC === variables.KANMON_KAFKA_TOPIC)
    refuse('KANMON_KAFKA_DEAD_LETTER_TOPIC', 'must be another topic than KANMON_KAFKA_TOPIC')
  const isComplete =
    variables.KANMON_KAFKA_USER !== undefined && variables.KANMON_KAFKA_PASSWORD !== undefined
  if (variables.KANMON_KAFKA_SASL !== undefined && !isComplete)
    refuse('KANMON_KAFKA_SASL', 'needs KANMON_KAFKA_USER and KANMON_KAFKA_PASSWORD')
}

/** The settings that checked variables stand for, or null when Kafka is not to be used. */
export function kafkaConfig(variables: KafkaVariables): KafkaConfig | null {
  if (variables.KANMON_KAFKA_BROKERS === undefined) return null
  const mechanism = variables.KANMON_KAFKA_SASL
  return {
    connection: {
      brokers: variables.KANMON_KAFKA_BROKERS,
      tls: variables.KANMON_KAFKA_TLS === 'on',
      sasl:
        mechanism === undefined
          ? null
          : {
              mechanism,
              username: variables.KANMON_KAFKA_USER ?? '',
              password: variables.KANMON_KAFKA_PASSWORD ?? '',
            },
    },
    topic: variables.KANMON_KAFKA_TOPIC,
    group: variables.KANMON_KAFKA_GROUP,
    deadLetterTopic: variables.KANMON_KAFKA_DEAD_LETTER_TOPIC ?? null,
    breaker: variables.KANMON_KAFKA_BREAKER === 'on',
    sessionTimeoutMs: variables.KANMON_KAFKA_SESSION_TIMEOUT_MS,
    rebalanceTimeoutMs: variables.KANMON_KAFKA_REBALANCE_TIMEOUT_MS,
    minBytes: variables.KANMON_KAFKA_MIN_BYTES,
    maxWaitMs: variables.KANMON_KAFKA_MAX_WAIT_MS,
    maxBytesPerPartition: variables.KANMON_KAFKA_MAX_BYTES_PER_PARTITION,
    concurrency: variables.KANMON_KAFKA_CONCURRENCY,
  }
}
