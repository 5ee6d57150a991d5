import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Intake } from '../../../ingest/intake/intake.ts'
import type { KafkaClient } from '../../../ingest/kafka/client.ts'
import { createFactProducer } from '../../../ingest/kafka/producer.ts'
import { makeEvent } from '../../helpers/events.ts'
import { deferred, makeIntake, silent } from '../../helpers/intake.ts'
import { describeKafka } from '../../helpers/kafka/describe-kafka.ts'
import { until } from '../../helpers/proxy/until.ts'
import { openTestStore } from '../../helpers/store.ts'
import { connectionOf, eventMessages, startConsumer, storedOf, sumOf } from '../../helpers/kafka/bench.ts'
import { makeConfig } from '../../helpers/kafka/config.ts'

describeKafka('a consumer of a real Kafka', async (kafka) => {
  const { brokers } = kafka
  const store = await openTestStore()
  const intake = await makeIntake(store, { now: Date.now })

  /** The intake, with a look at what its deliveries came to. */
  const counting = () => {
    const sum = { accepted: 0, duplicates: 0 }
    const deliver: Intake['deliver'] = async (candidates, origin) => {
      const receipt = await intake.deliver(candidates, origin)
      sum.accepted += receipt.accepted
      sum.duplicates += receipt.duplicates
      return receipt
    }
    return { sum, deliver }
  }

  test('stores every event once and leaves no lag', async () => {
    const topic = await kafka.makeTopic(4)
    await kafka.produce(topic, eventMessages(topic, 0, 5000))
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await kafka.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 5000, ids: 5000 })
    expect(consumer.health()).toMatchObject({ state: 'consuming', reason: null, assigned: [0, 1, 2, 3] })
  })

  test('a commit that fails after the rows are stored brings them again, as duplicates', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.produce(topic, eventMessages(topic, 0, 800))
    const { sum, deliver } = counting()
    const consumer = startConsumer({
      config: makeConfig(brokers, topic),
      intake: { deliver },
      client: failingFirstCommit(kafka.client),
    })
    await kafka.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 800, ids: 800 })
    expect(sum.duplicates).toBeGreaterThan(0)
    expect(sum.accepted - sum.duplicates).toBe(800)
  })

  test('the events of one project stay in one partition', async () => {
    const topic = await kafka.makeTopic(5)
    const producer = await createFactProducer({ connection: connectionOf(brokers), topic, logger: silent })
    await producer.send(Array.from({ length: 50 }, (_, n) => makeEvent(`${topic}/${n}`, { source: topic })))
    await producer.close()
    const consumer = startConsumer({ config: makeConfig(brokers, topic, { breaker: false }), intake })
    await until('assigned', () => consumer.health().assigned !== null)
    await kafka.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 50, ids: 50 })
    const admin = kafka.client.admin()
    await admin.connect()
    const ends = await admin.fetchTopicOffsets(topic)
    await admin.disconnect()
    expect(ends.map(({ high }) => Number(high)).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 50])
  })

  test('a stop finishes and commits the chunk in flight', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.produce(topic, eventMessages(topic, 0, 500))
    const gate = deferred()
    const begun = deferred()
    const deliver: Intake['deliver'] = async (candidates, origin) => {
      begun.resolve()
      await gate.promise
      return intake.deliver(candidates, origin)
    }
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake: { deliver } })
    await begun.promise
    const stopped = consumer.stop()
    await setImmediate()
    gate.resolve()
    await stopped
    expect(consumer.health().state).toBe('stopped')
    expect(await storedOf(store, topic)).toEqual({ rows: 500, ids: 500 })
    const next = startConsumer({ config: makeConfig(brokers, topic), intake })
    expect(sumOf(await next.lag())).toBe(0)
  })
})

/** A client whose consumers fail to commit once, after what they commit is stored: as killed in between. */
function failingFirstCommit(client: KafkaClient): KafkaClient {
  let failed = false
  return {
    ...client,
    consumer: (config) => {
      const consumer = client.consumer(config)
      return {
        ...consumer,
        run: (options) =>
          consumer.run({
            ...options,
            eachBatch: (payload) =>
              options!.eachBatch!({
                ...payload,
                commitOffsetsIfNecessary: (offsets) => {
                  if (failed) return payload.commitOffsetsIfNecessary(offsets)
                  failed = true
                  return Promise.reject(Object.assign(new Error('cut'), { name: 'KafkaJSConnectionError' }))
                },
              }),
          }),
      }
    },
  }
}
