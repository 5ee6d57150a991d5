import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Intake } from '../../../ingest/intake/intake.ts'
import type { KafkaClient } from '../../../ingest/kafka/client.ts'
import { createFactProducer } from '../../../ingest/kafka/producer.ts'
import { makeEvent } from '../../helpers/events.ts'
import { deferred, makeIntake, silent, toCandidates } from '../../helpers/intake.ts'
import { kafkaAvailable } from '../../helpers/kafka/available.ts'
import { kafkaForFile } from '../../helpers/kafka/for-file.ts'
import { until } from '../../helpers/proxy/until.ts'
import { openTestStore } from '../../helpers/store.ts'
import {
  type Bench,
  connectionOf,
  eventMessages,
  makeConfig,
  openBench,
  startConsumer,
  storedOf,
  sumOf,
} from './support.ts'

const available = kafkaAvailable()
const title = `a consumer of a real Kafka${available.ok ? '' : ` (skipped: ${available.reason})`}`
describe.skipIf(!available.ok)(title, { retry: 1 }, async () => {
  if (!available.ok) return
  const broker = await kafkaForFile()
  const brokers = broker.bootstrapServers
  const store = await openTestStore()
  let bench: Bench
  let intake: Intake
  beforeAll(async () => {
    bench = await openBench(broker, (close) => afterAll(close))
    intake = await makeIntake(store, { now: Date.now })
  })

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
    const topic = await bench.makeTopic(4)
    await bench.produce(topic, eventMessages(topic, 0, 5000))
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await bench.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 5000, ids: 5000 })
    expect(consumer.health()).toMatchObject({ state: 'consuming', reason: null, assigned: [0, 1, 2, 3] })
  })

  test('consumers that join and leave a group share the load, and every event counts once', async () => {
    const topic = await bench.makeTopic(6)
    const config = makeConfig(brokers, topic, { maxBytesPerPartition: 65_536 })
    const first = startConsumer({ config, intake })
    let sent = 0
    const send = async () => {
      await bench.produce(topic, eventMessages(topic, sent, 1000, 31))
      sent += 1000
    }
    await send()
    for (let round = 0; round < 4; round++) {
      const second = startConsumer({ config, intake })
      await Promise.all([send(), until('both read', () => second.health().assigned?.length === 3)])
      await until('the first gave some away', () => first.health().assigned?.length === 3)
      await Promise.all([send(), second.stop()])
      await until('the first has them all again', () => first.health().assigned?.length === 6)
    }
    await bench.untilRead(first)
    const stored = await storedOf(store, topic)
    expect(stored.ids).toBe(sent)
    expect(stored.rows).toBe(sent)
  }, 120_000)

  test('a commit that fails after the rows are stored brings them again, as duplicates', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 800))
    const { sum, deliver } = counting()
    const consumer = startConsumer({
      config: makeConfig(brokers, topic),
      intake: { deliver },
      client: failingFirstCommit(bench.client),
    })
    await bench.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 800, ids: 800 })
    expect(sum.duplicates).toBeGreaterThan(0)
    expect(sum.accepted - sum.duplicates).toBe(800)
  })

  test('the same messages in other cuts, and from another group, count once', async () => {
    const topic = await bench.makeTopic(2)
    await bench.produce(topic, eventMessages(topic, 0, 3000))
    const cuts = [65_536, 100_000, 1_048_576]
    for (const [n, maxBytesPerPartition] of cuts.entries()) {
      const { sum, deliver } = counting()
      const config = makeConfig(brokers, topic, { group: `${topic}-${n}`, maxBytesPerPartition })
      const consumer = startConsumer({ config, intake: { deliver } })
      await bench.untilRead(consumer)
      expect(sum).toEqual({ accepted: 3000, duplicates: n === 0 ? 0 : 3000 })
    }
    expect(await storedOf(store, topic)).toEqual({ rows: 3000, ids: 3000 })
  })

  test('copies of one event over HTTP and Kafka count once', async () => {
    const topic = await bench.makeTopic(2)
    const events = Array.from({ length: 600 }, (_, n) =>
      makeEvent(`${topic}/${n}`, { source: topic, subject: `p-${n % 5}` }),
    )
    const producer = await createFactProducer({ connection: connectionOf(brokers), topic, logger: silent })
    await producer.send(events)
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    const receipt = await intake.deliver(toCandidates(events), 'http')
    await bench.untilRead(consumer)
    await producer.close()
    expect(receipt.accepted).toBe(600)
    expect(await storedOf(store, topic)).toEqual({ rows: 600, ids: 600 })
  })

  test('the events of one project stay in one partition', async () => {
    const topic = await bench.makeTopic(5)
    const producer = await createFactProducer({ connection: connectionOf(brokers), topic, logger: silent })
    await producer.send(Array.from({ length: 50 }, (_, n) => makeEvent(`${topic}/${n}`, { source: topic })))
    await producer.close()
    const consumer = startConsumer({ config: makeConfig(brokers, topic, { breaker: false }), intake })
    await until('assigned', () => consumer.health().assigned !== null)
    await bench.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 50, ids: 50 })
    const admin = bench.client.admin()
    await admin.connect()
    const ends = await admin.fetchTopicOffsets(topic)
    await admin.disconnect()
    expect(ends.map(({ high }) => Number(high)).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 50])
  })

  test('a stop finishes and commits the chunk in flight', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 500))
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
