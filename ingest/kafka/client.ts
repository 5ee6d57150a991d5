import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import kafkajs from 'kafkajs'
import type {
  Admin,
  AdminConfig,
  Consumer,
  ConsumerConfig,
  LogEntry,
  Producer,
  ProducerConfig,
} from 'kafkajs'
import type { KafkaConnection } from '../../schemas/config-kafka.ts'
import type { Logger } from '../logger.ts'
import { CodecMissing, type CodecName, type Unpack, unpackers } from './codecs.ts'
import { standIns } from './undecodable.ts'

export type { Admin, Consumer, EachBatchPayload, Message, Producer } from 'kafkajs'

// Node sees no named exports in this CommonJS package.
const { CompressionCodecs, Kafka, logLevel, Partitioners } = kafkajs
export const { CompressionTypes } = kafkajs

/** kafkajs, as this folder uses it. */
export interface KafkaClient {
  consumer(config: ConsumerConfig): Consumer
  producer(config?: ProducerConfig): Producer
  admin(config?: AdminConfig): Admin
}

export interface ClientPorts {
  readonly logger: Logger
  readonly clientId?: string
  /** In place of the usual ones. They are registered with kafkajs, which keeps one set for the process. */
  readonly codecs?: Partial<Record<CodecName, Unpack>>
}

/** Said outright, for kafkajs takes other numbers when NODE_ENV is `test`. */
const RETRY = { initialRetryTime: 300, maxRetryTime: 30_000, retries: 5, factor: 0.2, multiplier: 2 }

/** The one place where kafkajs is made. Nothing is connected yet. */
export function createKafkaClient(connection: KafkaConnection, ports: ClientPorts): KafkaClient {
  registerCodecs({ ...unpackers, ...ports.codecs })
  const kafka = new Kafka({
    clientId: ports.clientId ?? 'kanmon',
    brokers: [...connection.brokers],
    ssl: connection.tls,
    ...(connection.sasl !== null && { sasl: saslOf(connection.sasl) }),
    connectionTimeout: 5000,
    requestTimeout: 30_000,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(entry, ports.logger),
  })
  return {
    consumer: (config) => kafka.consumer({ ...config, retry: { ...RETRY, ...config.retry } }),
    producer: (config = {}) =>
      kafka.producer({
        ...config,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: { ...RETRY, ...config.retry },
      }),
    admin: (config = {}) => kafka.admin({ retry: { ...RETRY, ...config.retry } }),
  }
}

/** One branch for each: kafkajs' type wants to know the mechanism. */
function saslOf({ mechanism, ...rest }: NonNullable<KafkaConnection['sasl']>) {
  if (mechanism === 'plain') return { mechanism, ...rest }
  return mechanism === 'scram-sha-256' ? { mechanism, ...rest } : { mechanism, ...rest }
}

/** kafkajs' own account, without anything that was in a message. */
function tell({ namespace, log }: LogEntry, logger: Logger): void {
  // Said at each start of a producer that does not try for ever; a copy that results counts once in kanmon.
  if (log.message.startsWith('Limiting retries for the idempotent producer')) return
  const error: unknown = log['error']
  logger.warn({
    event: 'kafka.client',
    from: namespace,
    message: log.message.slice(0, 200),
    ...(typeof error === 'string' && { error: error.slice(0, 200) }),
  })
}

function registerCodecs(codecs: Readonly<Record<CodecName, Unpack>>): void {
  const pack = promisify(gzip)
  const gzipCodec = { ...reading(codecs.gzip), compress: ({ buffer }: { buffer: Buffer }) => pack(buffer) }
  CompressionCodecs[CompressionTypes.GZIP] = () => gzipCodec
  for (const [name, type] of READ_ONLY) {
    const codec = reading(codecs[name])
    CompressionCodecs[type] = () => codec
  }
}

const READ_ONLY = [
  ['snappy', CompressionTypes.Snappy],
  ['lz4', CompressionTypes.LZ4],
  ['zstd', CompressionTypes.ZSTD],
] as const

/** Gives stand-ins for what cannot be unpacked; a codec that is missing is an error. */
function reading(unpack: Unpack) {
  return {
    compress: () => Promise.reject(new Error('kanmon sends gzip or plain messages only')),
    decompress: async (packed: Buffer): Promise<Buffer> => {
      try {
        const plain = await unpack(packed)
        return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
      } catch (error) {
        if (error instanceof CodecMissing) throw error
        const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
        const instead = standIns(packed, why)
        if (instead === null) throw error
        return instead
      }
    },
  }
}
