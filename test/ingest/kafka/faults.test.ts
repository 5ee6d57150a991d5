import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { IntakeUnavailable } from '../../../ingest/intake/errors.ts'
import type { Intake } from '../../../ingest/intake/intake.ts'
import type { KafkaClient } from '../../../ingest/kafka/client.ts'
import { deferred, makeIntake } from '../../helpers/intake.ts'
import { kafkaAvailable } from '../../helpers/kafka/available.ts'
import { kafkaForFile } from '../../helpers/kafka/for-file.ts'
import { until } from '../../helpers/proxy/until.ts'
import { openTestStore } from '../../helpers/store.ts'
import {
  type Bench,
  eventMessages,
  makeConfig,
  openBench,
  startConsumer,
  storedOf,
  sumOf,
} from './support.ts'

const available = kafkaAvailable()
const title = `faults around a real Kafka${available.ok ? '' : ` (skipped: ${available.reason})`}`
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
  // A test that fails with the broker down must not take the others with it.
  beforeEach(async () => {
    if (broker.pid() === null) await broker.start()
  })

  test('a broker that stops and starts loses nothing', async () => {
    const topic = await bench.makeTopic(3)
    await bench.produce(topic, eventMessages(topic, 0, 2000))
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await bench.untilRead(consumer)
    await broker.stop()
    const hasNoticed = () => consumer.health().assigned === null && consumer.health().state === 'connecting'
    await until('the consumer noticed', hasNoticed, { deadlineMs: 60_000 })
    await broker.start()
    await bench.produce(topic, eventMessages(topic, 2000, 1000))
    await bench.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 3000, ids: 3000 })
  }, 180_000)

  test('a consumer started without a broker begins once there is one', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 100))
    await broker.kill()
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await broker.start()
    await until('it is assigned', () => consumer.health().assigned !== null, { deadlineMs: 60_000 })
    await bench.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 100, ids: 100 })
  }, 180_000)

  test('while the store is away it waits and stays in the group; then everything is stored', async () => {
    const topic = await bench.makeTopic(2)
    await bench.produce(topic, eventMessages(topic, 0, 300))
    let isAway = true
    let tries = 0
    const deliver: Intake['deliver'] = (candidates, origin) => {
      tries++
      const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
      return isAway ? Promise.reject(new IntakeUnavailable(refused)) : intake.deliver(candidates, origin)
    }
    const consumer = startConsumer({
      config: makeConfig(brokers, topic),
      intake: { deliver },
      random: () => 0.1,
    })
    await until('it tried again', () => tries > 3)
    expect(consumer.health()).toMatchObject({ state: 'waiting', assigned: [0, 1] })
    expect(sumOf(await consumer.lag())).toBe(300)
    isAway = false
    await bench.untilRead(consumer)
    expect(consumer.health().state).toBe('consuming')
    expect(await storedOf(store, topic)).toEqual({ rows: 300, ids: 300 })
  })

  test('a failure that is not known to pass ends the consumer, and nothing is committed', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 20))
    const deliver = () =>
      Promise.reject(new IntakeUnavailable(Object.assign(new Error('no table'), { code: '60' })))
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake: { deliver } })
    const crash = deferred<unknown>()
    consumer.onCrash(crash.resolve)
    expect(await crash.promise).toBeInstanceOf(IntakeUnavailable)
    expect(consumer.health()).toMatchObject({ state: 'crashed', assigned: null })
    expect(sumOf(await consumer.lag())).toBe(20)
    const late = deferred<unknown>()
    consumer.onCrash(late.resolve)
    expect(await late.promise).toBe(await crash.promise)
  })

  test('an insert longer than the session keeps its place in the group', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 50))
    const gate = deferred()
    let deliveries = 0
    const deliver: Intake['deliver'] = async (candidates, origin) => {
      deliveries++
      await gate.promise
      return intake.deliver(candidates, origin)
    }
    const config = makeConfig(brokers, topic, { sessionTimeoutMs: 1000 })
    let heartbeats = 0
    const client: KafkaClient = {
      ...bench.client,
      consumer: (settings) => {
        const consumer = bench.client.consumer(settings)
        consumer.on(consumer.events.HEARTBEAT, () => {
          heartbeats++
        })
        return consumer
      },
    }
    const slow = startConsumer({ config, intake: { deliver }, client })
    await until('the slow insert began', () => deliveries === 1)
    // Ten of them go to a session.
    await until('three sessions are over', () => heartbeats > 30)
    const admin = bench.client.admin()
    await admin.connect()
    const { groups } = await admin.describeGroups([config.group])
    await admin.disconnect()
    expect(groups[0]!.members).toHaveLength(1)
    gate.resolve()
    await bench.untilRead(slow)
    expect(deliveries).toBe(1)
    expect(await storedOf(store, topic)).toEqual({ rows: 50, ids: 50 })
  })

  test('what is stored after the place in the group was lost is not committed, but read again and counted once', async () => {
    const topic = await bench.makeTopic(1)
    await bench.produce(topic, eventMessages(topic, 0, 50))
    const gate = deferred()
    const begun = deferred()
    const deliver: Intake['deliver'] = async (candidates, origin) => {
      begun.resolve()
      await gate.promise
      return intake.deliver(candidates, origin)
    }
    const config = makeConfig(brokers, topic, { sessionTimeoutMs: 1000, rebalanceTimeoutMs: 2000 })
    const slow = startConsumer({ config, intake: { deliver } })
    await begun.promise
    const other = startConsumer({ config, intake })
    await until('the other has the partition', () => other.health().assigned?.length === 1)
    await bench.untilRead(other)
    gate.resolve()
    await until('the slow one is back', () => slow.health().assigned !== null)
    await bench.untilRead(slow)
    expect(await storedOf(store, topic)).toEqual({ rows: 50, ids: 50 })
  }, 60_000)
})
