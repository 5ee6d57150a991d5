// kafka-kanmon.js DATA BROKERS TOPIC EVENTS: reads the topic into a fresh store as `kanmon serve` does: validated,
// deduplicated, stored, committed. Run as a process of its own, because the engine binds one data directory to one.
import { setTimeout } from 'node:timers/promises'
import { createIntake } from '../../ingest/intake/intake.ts'
import { startKafkaConsumer } from '../../ingest/kafka/start-consumer.ts'
import { kafkaConfig, kafkaVariables } from '../../schemas/config-kafka.ts'
import { openStore } from '../../store/open.ts'
import { z } from 'zod'
import { tellReading } from './kafka-child.ts'

const [dataDirectory = '', brokers = '', topic = '', events = '0'] = process.argv.slice(2)
const complain = (fields: Record<string, unknown>) => process.stderr.write(`${JSON.stringify(fields)}\n`)
const logger = { info: () => undefined, warn: complain, error: complain }
const variables = { ...process.env, KANMON_KAFKA_BROKERS: brokers, KANMON_KAFKA_TOPIC: topic }
const config = kafkaConfig(z.object(kafkaVariables).parse(variables))
if (config === null) throw new Error('bench: no brokers')

const store = await openStore({ dataDirectory, clickhouse: null }, { now: Date.now })
const intake = await createIntake({ store, now: Date.now, logger })
let accepted = 0
const started = performance.now()
const consumer = startKafkaConsumer({
  config: { ...config, group: `kanmon-${process.pid}` },
  intake: {
    deliver: async (candidates, origin) => {
      const receipt = await intake.deliver(candidates, origin)
      accepted += receipt.accepted
      return receipt
    },
  },
  logger,
  now: Date.now,
})
while (accepted < Number(events)) await setTimeout(5)
const seconds = (performance.now() - started) / 1000
await consumer.stop()
await tellReading(store, seconds)
