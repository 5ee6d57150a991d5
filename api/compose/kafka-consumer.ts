import type { RunningConsumer } from '../../ingest/kafka/start-consumer.ts'
import type { Environment } from '../../schemas/config.ts'
import { kafkaConfig } from '../../schemas/config-kafka.ts'
import type { Consumer, StartConsumer } from './consumer.ts'

/** How often the broker is asked how far behind the group is. */
const LAG_MILLISECONDS = 10_000

/** A running Kafka consumer as the server sees it. The lag is asked for now and then: a scrape waits for no broker. */
export function watchConsumer(running: RunningConsumer): Consumer {
  let lag: ReadonlyMap<number, number> | null = null
  const ask = () => {
    running.lag().then(
      (known) => (lag = known),
      () => (lag = null),
    )
  }
  ask()
  const timer = setInterval(ask, LAG_MILLISECONDS)
  timer.unref()
  return {
    status: () => {
      const { state, assigned, lastTickAt } = running.health()
      const isRunning = state !== 'tripped' && state !== 'crashed' && state !== 'stopped'
      return { state, isRunning, lastTurnAt: lastTickAt, partitions: assigned, lag }
    },
    stop: async () => {
      clearInterval(timer)
      await running.stop()
    },
    failed: new Promise((resolve) =>
      running.onCrash((cause) => resolve(new Error('the Kafka consumer ended by an error', { cause }))),
    ),
  }
}

/** What starts the consumer of the configured brokers; null without any. Nothing of Kafka is loaded before. */
export function kafkaStarter(environment: Environment): StartConsumer | null {
  const config = kafkaConfig(environment)
  if (config === null) return null
  return async (parts) => {
    const { startKafkaConsumer } = await import('../../ingest/kafka/start-consumer.ts')
    return watchConsumer(startKafkaConsumer({ config, ...parts }))
  }
}
