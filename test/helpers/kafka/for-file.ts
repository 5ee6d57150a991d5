import { afterAll, afterEach } from 'vitest'
import { type KafkaBroker, type KafkaOptions, startKafka } from './kafka.ts'

/** A broker for one test file: closed after its tests, and its log shown below each test that fails. */
export async function kafkaForFile(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const broker = await startKafka(options)
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`\nKafka's log:\n${broker.logTail()}\n`)
  })
  afterAll(() => broker.close())
  return broker
}
