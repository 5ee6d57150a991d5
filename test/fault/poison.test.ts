import { expect, test } from 'vitest'
import { type Consumer, createKafkaClient, type KafkaClient } from '../../ingest/kafka/client.ts'
import { CodecMissing } from '../../ingest/kafka/codecs.ts'
import { booksOver } from '../helpers/fault/books.ts'
import { stopwatch } from '../helpers/fault/form.ts'
import { asMessages, createLedger } from '../helpers/fault/ledger.ts'
import { settle } from '../helpers/fault/settle.ts'
import { deferred, makeIntake, silent } from '../helpers/intake.ts'
import { describeKafka } from '../helpers/kafka/describe-kafka.ts'
import { until } from '../helpers/proxy/until.ts'
import { openTestStore } from '../helpers/store.ts'
import {
  connectionOf,
  eventMessages,
  keepingLogger,
  quarantinedOf,
  startConsumer,
  storedOf,
  sumOf,
} from '../helpers/kafka/bench.ts'
import { makeConfig } from '../helpers/kafka/config.ts'

const TEN_MB = 10_000_000
describeKafka(
  'poison in a topic of a real Kafka',
  async (kafka) => {
    const { brokers } = kafka
    const store = await openTestStore()
    const intake = await makeIntake(store, { now: Date.now })
    const books = booksOver(store, intake)
    const good = (topic: string, n: number) => eventMessages(topic, n, 1)[0]!
    const withCodecs = (codecs: Parameters<typeof createKafkaClient>[1]['codecs']): KafkaClient =>
      createKafkaClient(connectionOf(brokers), { logger: silent, ...(codecs !== undefined && { codecs }) })

    /** Reads the whole topic from its beginning, as a new group. */
    async function readAll(
      topic: string,
      changes: Parameters<typeof makeConfig>[2] = {},
      client?: KafkaClient,
    ) {
      const config = makeConfig(brokers, topic, changes)
      const consumer = startConsumer({ config, intake, ...(client !== undefined && { client }) })
      await kafka.untilRead(consumer)
      return consumer
    }

    test('what is no event is kept with its place and reason, once, and the offset goes on', async () => {
      const topic = await kafka.makeTopic(1)
      const clash = {
        ...good(topic, 0),
        value: String(good(topic, 0).value).replace('"amount":8', '"amount":9'),
      }
      await kafka.produce(topic, [
        good(topic, 0),
        { key: 'p-0', value: null },
        { key: 'p-0', value: '' },
        { key: null, value: 'not json' },
        { key: 'p-0', value: Buffer.alloc(TEN_MB, 0x20) },
        { key: 'p-0', value: '{}', headers: { ce_id: 'e-1', ce_specversion: '1.0' } },
        clash,
        { key: 'p-0', value: `[${String(good(topic, 1).value)},{"id":"x"}]` },
        good(topic, 2),
      ])
      const ledger = createLedger('beside-poison', 2)
      const events = ledger.take(30)
      await kafka.produce(topic, asMessages(events))
      ledger.acknowledge(events)
      await readAll(topic)
      await readAll(topic, { group: `${topic}-again`, maxBytesPerPartition: 65_536 })
      expect(await storedOf(store, topic)).toEqual({ rows: 3, ids: 3 })
      const rows = await quarantinedOf(store, topic)
      const distinct = [...new Map(rows.map((row) => [`${row.origin} ${row.position}`, row])).values()]
      expect(distinct.map(({ origin, position, code }) => [origin, position, code])).toEqual([
        [`kafka:${topic}:0:1`, 0, 'MALFORMED_JSON'],
        [`kafka:${topic}:0:2`, 0, 'MALFORMED_JSON'],
        [`kafka:${topic}:0:3`, 0, 'MALFORMED_JSON'],
        [`kafka:${topic}:0:4`, 0, 'EVENT_TOO_LARGE'],
        [`kafka:${topic}:0:5`, 0, 'INVALID_FORMAT'],
        [`kafka:${topic}:0:6`, 0, 'ID_REUSED'],
        [`kafka:${topic}:0:7`, 1, 'MISSING_FIELD'],
      ])
      await store.write.command({ query: `OPTIMIZE TABLE ${store.database}.quarantine FINAL` })
      expect(await quarantinedOf(store, topic)).toHaveLength(distinct.length)
      await settle({
        fault: 'tombstone, empty, no JSON, 10 MB, reused id: read twice',
        rounds: 2,
        ledger,
        books,
      })
    })

    test.each(['gzip', 'snappy', 'lz4', 'zstd'])(
      'messages packed by the broker with %s are read',
      async (codec) => {
        const topic = await kafka.makeTopic(2, { 'compression.type': codec })
        await kafka.produce(topic, eventMessages(topic, 0, 2000))
        await readAll(topic)
        expect(await storedOf(store, topic)).toEqual({ rows: 2000, ids: 2000 })
      },
    )

    test('a batch that cannot be unpacked is one entry, and what follows is read', async () => {
      const topic = await kafka.makeTopic(1, { 'compression.type': 'zstd' })
      const ledger = createLedger('unpackable', 2)
      const events = ledger.take(40)
      await kafka.produce(topic, eventMessages(topic, 0, 60))
      const client = withCodecs({ zstd: () => Promise.reject(new Error('broken block')) })
      const consumer = startConsumer({ config: makeConfig(brokers, topic), intake, client })
      await kafka.untilRead(consumer)
      withCodecs({})
      await kafka.produce(topic, asMessages(events))
      ledger.acknowledge(events)
      await kafka.untilRead(consumer)
      expect(await quarantinedOf(store, topic)).toMatchObject([
        {
          origin: `kafka:${topic}:0:0`,
          code: 'INVALID_FORMAT',
          message: 'a packed batch at offset 0: 60 messages that cannot be unpacked: broken block',
        },
      ])
      await settle({ fault: 'a batch that cannot be unpacked', rounds: 1, ledger, books })
    })

    test('a codec that is not installed ends the consumer, and nothing is passed over', async () => {
      const topic = await kafka.makeTopic(1, { 'compression.type': 'lz4' })
      await kafka.produce(topic, eventMessages(topic, 0, 10))
      const client = withCodecs({ lz4: () => Promise.reject(new CodecMissing('lz4', null)) })
      const consumer = startConsumer({ config: makeConfig(brokers, topic), intake, client })
      const crash = deferred<unknown>()
      consumer.onCrash(crash.resolve)
      expect(String(await crash.promise)).toContain('packed with lz4')
      expect(consumer.health().state).toBe('crashed')
      expect(sumOf(await consumer.lag())).toBe(10)
      withCodecs({})
    })

    test('transactions: markers and aborted messages are passed over, and committed', async () => {
      const topic = await kafka.makeTopic(1)
      const producer = kafka.client.producer({
        transactionalId: topic,
        idempotent: true,
        maxInFlightRequests: 1,
      })
      await producer.connect()
      const transaction = async (from: number, end: 'commit' | 'abort') => {
        const open = await producer.transaction()
        await open.send({ topic, messages: eventMessages(topic, from, 10) })
        await open[end]()
      }
      await transaction(0, 'abort')
      const consumer = await readAll(topic)
      await transaction(0, 'commit')
      await kafka.untilRead(consumer)
      await transaction(10, 'abort')
      await kafka.untilRead(consumer)
      await producer.disconnect()
      expect(await storedOf(store, topic)).toEqual({ rows: 10, ids: 10 })
      expect(await quarantinedOf(store, topic)).toEqual([])
    })

    test('refused events go to the topic for dead letters too, raw and with their reason', async () => {
      const topic = await kafka.makeTopic(1)
      const deadLetterTopic = await kafka.makeTopic(1)
      await kafka.produce(topic, [good(topic, 0), { key: 'k', value: 'not json' }, { key: 'k', value: null }])
      await readAll(topic, { deadLetterTopic })
      const letters = await messagesOf(kafka.client, deadLetterTopic, 2)
      expect(letters).toMatchObject([
        {
          key: `${topic}:0:1`,
          value: 'not json',
          headers: {
            'kanmon-code': 'MALFORMED_JSON',
            'kanmon-origin': `kafka:${topic}:0:1`,
            'kanmon-key': 'k',
          },
        },
        { key: `${topic}:0:2`, value: '', headers: { 'kanmon-code': 'MALFORMED_JSON', 'kanmon-bytes': '0' } },
      ])
      expect(letters[0]!.headers['kanmon-reason']).toContain('is not JSON')
    })

    test('nothing is committed while dead letters cannot be written, and everything once they can', async () => {
      const topic = await kafka.makeTopic(1)
      const ledger = createLedger('no-letters', 2)
      const events = ledger.take(40)
      await kafka.produce(topic, [...asMessages(events), { key: 'k', value: 'not json' }])
      ledger.acknowledge(events)
      const deadLetterTopic = `${topic}-missing`
      const config = makeConfig(brokers, topic, { deadLetterTopic })
      const consumer = startConsumer({ config, intake })
      await until('it waits', () => consumer.health().state === 'waiting', { deadlineMs: 60_000 })
      expect(sumOf(await consumer.lag())).toBe(41)
      const admin = kafka.client.admin()
      await admin.connect()
      await admin.createTopics({
        topics: [{ topic: deadLetterTopic, numPartitions: 1, replicationFactor: 1 }],
      })
      await admin.disconnect()
      const recovering = stopwatch()
      await kafka.untilRead(consumer)
      const secondsToRecover = recovering()
      expect(await messagesOf(kafka.client, deadLetterTopic, 1)).toMatchObject([{ value: 'not json' }])
      await settle({
        fault: 'no way to the dead letters, and back',
        rounds: 1,
        ledger,
        books,
        secondsToRecover,
      })
    }, 120_000)

    test('one bad message in 10,000 is kept with its place, and the others are stored', async () => {
      const topic = await kafka.makeTopic(1)
      const ledger = createLedger('one-bad', 4)
      const events = ledger.take(9999)
      const messages: { key: string; value: string }[] = asMessages(events)
      messages.splice(5000, 0, { key: 'p', value: '{"specversion":"1.0"}' })
      for (let from = 0; from < messages.length; from += 2000)
        await kafka.produce(topic, messages.slice(from, from + 2000))
      ledger.acknowledge(events)
      await readAll(topic)
      expect(await quarantinedOf(store, topic)).toMatchObject([{ origin: `kafka:${topic}:0:5000` }])
      await settle({ fault: '1 bad message in 10,000', rounds: 1, ledger, books })
    })

    test('50 bad messages in a row stop the consumer without a commit of their batch', async () => {
      const topic = await kafka.makeTopic(1)
      const ledger = createLedger('all-bad', 2)
      const events = ledger.take(100)
      await kafka.produce(topic, asMessages(events))
      ledger.acknowledge(events)
      const logger = keepingLogger()
      const consumer = startConsumer({ config: makeConfig(brokers, topic), intake, logger })
      await kafka.untilRead(consumer)
      await kafka.produce(
        topic,
        Array.from({ length: 60 }, () => ({ key: 'p', value: '{}' })),
      )
      await until('it is tripped', () => consumer.health().state === 'tripped')
      expect(consumer.health()).toMatchObject({
        reason: 'partition 0: 50 events in a row were refused',
        assigned: null,
      })
      expect(logger.lines).toContainEqual(
        expect.objectContaining({ event: 'kafka.tripped', topic, partition: 0 }),
      )
      expect(sumOf(await consumer.lag())).toBe(60)
      await readAll(topic, { breaker: false })
      await settle({ fault: '100 % bad messages: breaker', rounds: 1, ledger, books })
      const origins = (await quarantinedOf(store, topic)).map(({ origin }) => origin)
      expect(new Set(origins).size).toBe(60)
    })
  },
  {
    configuration: { 'message.max.bytes': 2 * TEN_MB, 'socket.request.max.bytes': 5 * TEN_MB },
  },
)

interface Letter {
  readonly key: string
  readonly value: string
  readonly headers: Record<string, string>
}

/** The first messages of a topic. */
async function messagesOf(client: KafkaClient, topic: string, count: number): Promise<Letter[]> {
  const consumer: Consumer = client.consumer({ groupId: `read-${topic}`, maxWaitTimeInMs: 50 })
  const letters: Letter[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachMessage: ({ message }) => {
      const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)])
      letters.push({
        key: String(message.key),
        value: String(message.value),
        headers: Object.fromEntries(headers) as Record<string, string>,
      })
      return Promise.resolve()
    },
  })
  await until('the letters are read', () => letters.length >= count)
  await consumer.disconnect()
  return letters
}
