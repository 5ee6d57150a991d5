import { beforeEach, expect, test } from 'vitest'
import { IntakeUnavailable } from '../../ingest/intake/errors.ts'
import type { Intake } from '../../ingest/intake/intake.ts'
import type { KafkaClient } from '../../ingest/kafka/client.ts'
import { booksOver } from '../helpers/fault/books.ts'
import { byForm, stopwatch } from '../helpers/fault/form.ts'
import { asMessages, createLedger } from '../helpers/fault/ledger.ts'
import { settle } from '../helpers/fault/settle.ts'
import { deferred, makeIntake } from '../helpers/intake.ts'
import { describeKafka } from '../helpers/kafka/describe-kafka.ts'
import { until } from '../helpers/proxy/until.ts'
import { openTestStore } from '../helpers/store.ts'
import { eventMessages, startConsumer, storedOf, sumOf } from '../helpers/kafka/bench.ts'
import { makeConfig } from '../helpers/kafka/config.ts'

describeKafka('faults around a real Kafka', async (kafka) => {
  const { broker, brokers } = kafka
  const store = await openTestStore()
  const intake = await makeIntake(store, { now: Date.now })
  const books = booksOver(store, intake)

  /** A topic and the ledger of what is produced to it. */
  async function open(name: string, partitions: number) {
    const topic = await kafka.makeTopic(partitions)
    const ledger = createLedger(name, 7)
    const produce = async (count: number) => {
      const events = ledger.take(count)
      await kafka.produce(topic, asMessages(events))
      ledger.acknowledge(events)
    }
    return { topic, ledger, produce }
  }
  // A test that fails with the broker down must not take the others with it.
  beforeEach(async () => {
    if (broker.pid() === null) await broker.start()
  })

  test('a broker that stops and starts loses nothing', async () => {
    const { topic, ledger, produce } = await open('broker-stopped', 3)
    await produce(2000)
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await kafka.untilRead(consumer)
    await broker.stop()
    const hasNoticed = () => consumer.health().assigned === null && consumer.health().state === 'connecting'
    await until('the consumer noticed', hasNoticed, { deadlineMs: 60_000 })
    await broker.start()
    const recovering = stopwatch()
    await produce(1000)
    await kafka.untilRead(consumer)
    const secondsToRecover = recovering()
    await settle({ fault: 'broker stopped and started', rounds: 1, ledger, books, secondsToRecover })
  }, 180_000)

  test('a broker that stands still while offsets are committed loses nothing', async () => {
    const { topic, ledger, produce } = await open('broker-paused', 2)
    await produce(500)
    const paused = deferred()
    let deliveries = 0
    const deliver: Intake['deliver'] = async (candidates, origin) => {
      const receipt = await intake.deliver(candidates, origin)
      // Stored, and the commit comes next.
      if (++deliveries === 1) await broker.pause().then(paused.resolve)
      return receipt
    }
    const config = makeConfig(brokers, topic, { sessionTimeoutMs: 2000, rebalanceTimeoutMs: 4000 })
    const first = startConsumer({ config, intake: { deliver } })
    await paused.promise
    await broker.resume()
    const recovering = stopwatch()
    await first.stop()
    const second = startConsumer({ config, intake })
    await kafka.untilRead(second)
    const secondsToRecover = recovering()
    await settle({ fault: 'broker paused at the commit', rounds: 1, ledger, books, secondsToRecover })
  }, 120_000)

  const turns = byForm(3, 10)
  test(`consumers added and removed, ${turns} times`, async () => {
    const { topic, ledger, produce } = await open('members', 6)
    const config = makeConfig(brokers, topic, { maxBytesPerPartition: 65_536 })
    const first = startConsumer({ config, intake })
    await produce(1000)
    for (let turn = 0; turn < turns; turn++) {
      const second = startConsumer({ config, intake })
      await Promise.all([produce(1000), until('both read', () => second.health().assigned?.length === 3)])
      await until('the first gave some away', () => first.health().assigned?.length === 3)
      await Promise.all([produce(1000), second.stop()])
      await until('the first has them all again', () => first.health().assigned?.length === 6)
    }
    await kafka.untilRead(first)
    await settle({ fault: 'consumers added and removed', rounds: turns, ledger, books })
  }, 180_000)

  test('a consumer started without a broker begins once there is one', async () => {
    const { topic, ledger, produce } = await open('broker-killed', 1)
    await produce(100)
    await broker.kill()
    const consumer = startConsumer({ config: makeConfig(brokers, topic), intake })
    await broker.start()
    await until('it is assigned', () => consumer.health().assigned !== null, { deadlineMs: 60_000 })
    await kafka.untilRead(consumer)
    await settle({ fault: 'broker killed, consumer started without one', rounds: 1, ledger, books })
  }, 180_000)

  test('while the store is away it waits and stays in the group; then everything is stored', async () => {
    const topic = await kafka.makeTopic(2)
    await kafka.produce(topic, eventMessages(topic, 0, 300))
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
    await kafka.untilRead(consumer)
    expect(consumer.health().state).toBe('consuming')
    expect(await storedOf(store, topic)).toEqual({ rows: 300, ids: 300 })
  })

  test('a failure that is not known to pass ends the consumer, and nothing is committed', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.produce(topic, eventMessages(topic, 0, 20))
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
    const topic = await kafka.makeTopic(1)
    await kafka.produce(topic, eventMessages(topic, 0, 50))
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
      ...kafka.client,
      consumer: (settings) => {
        const consumer = kafka.client.consumer(settings)
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
    const admin = kafka.client.admin()
    await admin.connect()
    const { groups } = await admin.describeGroups([config.group])
    await admin.disconnect()
    expect(groups[0]!.members).toHaveLength(1)
    gate.resolve()
    await kafka.untilRead(slow)
    expect(deliveries).toBe(1)
    expect(await storedOf(store, topic)).toEqual({ rows: 50, ids: 50 })
  })

  test('what is stored after the place in the group was lost is not committed, but read again and counted once', async () => {
    const { topic, ledger, produce } = await open('expelled', 1)
    await produce(50)
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
    await kafka.untilRead(other)
    gate.resolve()
    await until('the slow one is back', () => slow.health().assigned !== null)
    await kafka.untilRead(slow)
    await settle({ fault: 'insert longer than the rebalance', rounds: 1, ledger, books })
  }, 60_000)
})
