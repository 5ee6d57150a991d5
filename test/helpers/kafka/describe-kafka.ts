import { afterAll, describe } from 'vitest'
import { kafkaAvailable } from './available.ts'
import { type Bench, openBench } from './bench.ts'
import { kafkaForFile } from './for-file.ts'
import type { KafkaBroker, KafkaOptions } from './kafka.ts'

/** A real broker for the tests of one file, and the means to work with it. */
export interface KafkaForTests extends Bench {
  readonly broker: KafkaBroker
  readonly brokers: string
}

/** Tests around a real Kafka: skipped, with the reason in their title, where none can be started. */
export function describeKafka(
  name: string,
  define: (kafka: KafkaForTests) => void | Promise<void>,
  options: KafkaOptions = {},
): void {
  const available = kafkaAvailable()
  const title = `${name}${available.ok ? '' : ` (skipped: ${available.reason})`}`
  describe.skipIf(!available.ok)(title, { retry: 1 }, async () => {
    if (!available.ok) return
    const broker = await kafkaForFile(options)
    const bench = await openBench(broker, (close) => afterAll(close))
    await define({ ...bench, broker, brokers: broker.bootstrapServers })
  })
}
