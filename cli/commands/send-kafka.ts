import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createFactProducer } from '../../ingest/kafka/producer.ts'
import type { KafkaConnection } from '../../schemas/config-kafka.ts'
import { startProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

export interface SendToKafkaOptions {
  readonly connection: KafkaConnection
  readonly topic: string
  /** Tries of one request before giving up. */
  readonly attempts: number
}

const BATCH_LINES = 2000

/**
 * `kanmon send --kafka`: sends the events of an NDJSON file (`-` = standard input) to the topic. Exit code 0 when
 * Kafka has them all, 2 when the rest could not be sent. What kanmon then refuses is in its quarantine, not known here.
 */
export async function sendFileToKafka(
  file: string,
  options: SendToKafkaOptions,
  terminal: Terminal,
): Promise<void> {
  terminal.setExitCode(2)
  const total = file === '-' ? null : (await stat(file)).size
  const producer = await createFactProducer({
    connection: options.connection,
    topic: options.topic,
    retries: options.attempts,
    logger: {
      info: () => undefined,
      warn: ({ message, error }) => {
        const cause = [message, error].filter(isText).join(': ')
        terminal.note(terminal.translate('sendKafka.warning', { cause }))
      },
      error: () => undefined,
    },
  })
  const progress = startProgress(total, terminal)
  let events = 0
  try {
    for await (const lines of batches(file)) {
      await producer.sendLines(lines.filter((line) => line.trim() !== ''))
      events += lines.filter((line) => line.trim() !== '').length
      progress.add(lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0))
    }
  } finally {
    progress.stop()
    await producer.close()
  }
  terminal.out(terminal.translate('sendKafka.done', { events, topic: options.topic }))
  terminal.setExitCode(0)
}

const isText = (value: unknown): value is string => typeof value === 'string'

async function* batches(file: string): AsyncGenerator<readonly string[]> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  let lines: string[] = []
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    lines.push(line)
    if (lines.length < BATCH_LINES) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}
