// Consumes a topic and says on stdout when a chunk is stored; it never commits, so that the test can kill it in between.
import { writeSync } from 'node:fs'
import { createIntake } from '../../ingest/intake/intake.ts'
import { createKafkaClient, type KafkaClient } from '../../ingest/kafka/client.ts'
import { startKafkaConsumer } from '../../ingest/kafka/start-consumer.ts'
import { openStore } from '../../store/open.ts'
import { makeConfig } from './kafka/config.ts'

const [directory = '', brokers = '', topic = ''] = process.argv.slice(2)
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
const intake = await createIntake({ store, now: Date.now, logger })
const config = makeConfig(brokers, topic, { sessionTimeoutMs: 1500 })
const client = createKafkaClient(config.connection, { logger })

const neverCommitting: KafkaClient = {
  ...client,
  consumer: (settings) => {
    const consumer = client.consumer(settings)
    return {
      ...consumer,
      run: (options) =>
        consumer.run({
          ...options,
          eachBatch: async (payload) => {
            const commitOffsetsIfNecessary = () => {
              writeSync(1, 'stored\n')
              return new Promise<void>(() => undefined)
            }
            await options?.eachBatch?.({ ...payload, commitOffsetsIfNecessary })
          },
        }),
    }
  },
}
startKafkaConsumer({ config, intake, logger, now: Date.now, client: neverCommitting })
