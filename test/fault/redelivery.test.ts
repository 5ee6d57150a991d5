import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { withExec } from '../../api/metrics/observed-store.ts'
import { createFactProducer } from '../../ingest/kafka/producer.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import { writeBatch } from '../../store/write-batch.ts'
import { asEvent } from '../helpers/api.ts'
import type { TestEvent } from '../helpers/events.ts'
import { booksOver } from '../helpers/fault/books.ts'
import { byForm, limit } from '../helpers/fault/form.ts'
import { createLedger } from '../helpers/fault/ledger.ts'
import { type Books, settle } from '../helpers/fault/settle.ts'
import { makeIntake, silent, toCandidates } from '../helpers/intake.ts'
import { connectionOf, startConsumer } from '../helpers/kafka/bench.ts'
import { makeConfig } from '../helpers/kafka/config.ts'
import { describeKafka } from '../helpers/kafka/describe-kafka.ts'
import { noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'

/** A clock that stands still, so that two runs are asked about the same moment. */
const now = () => noon(TODAY) + 3_600_000

/** What the answers are about: blocks of one millisecond push the clock of receipt a little ahead of the other. */
const AT = '2026-11-20T03:30:00Z'

/** Every answer about the project that rests on its facts; the verdict by its digest. */
async function answersOf(books: Books): Promise<unknown> {
  const about = (path: string) => books.get(`/v1/projects/p/${path}?at=${AT}`)
  const { digest, ...readiness } = (await about('readiness')) as Record<string, unknown>
  const { score, recommendation, conditions, factCounts } = readiness
  const [evm, indicators, zones, warnings, reliability] = await Promise.all(
    ['evm', 'indicators', 'zones', 'warnings', 'reliability'].map((path) => about(path)),
  )
  return withoutKnowledge({ digest, score, recommendation, conditions, factCounts, evm, indicators, zones, warnings, reliability }) // prettier-ignore
}

/** Without the moment of knowledge, in fields and in links: it is a moment of the run and not of the facts. */
function withoutKnowledge(answers: object): unknown {
  const text = JSON.stringify(answers, (name, value: unknown) => (name === 'asOf' ? undefined : value))
  return JSON.parse(text.replaceAll(/&asOf=[^"&]*/g, ''))
}

describeKafka('events delivered again', (kafka) => {
  async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ dataDirectory: makeDirectory(), clickhouse: null }, { now })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  /** The events of a project that ships, and of one that is only in the ledger's books. */
  function makeEvents() {
    const ledger = createLedger('redelivered', 2)
    const booked = ledger.take(byForm(600, 6000))
    return { ledger, booked, events: [...shippingFacts().map(asEvent), ...booked] as TestEvent[] }
  }

  test(
    'three times in other cuts, and over HTTP and Kafka: every answer is that of a single delivery, bit for bit',
    async () => {
      const { ledger, booked, events } = makeEvents()
      const once = await withStore(async (store) => {
        const intake = await makeIntake(store, { now })
        await intake.deliver(toCandidates(events), 'once')
        const answers = await answersOf(booksOver(store, intake, now))
        await intake.drain()
        return answers
      })
      expect(once).toMatchObject({ recommendation: 'SHIP' })

      const topic = await kafka.makeTopic(3)
      const producer = await createFactProducer({ connection: connectionOf(kafka.brokers), topic, logger: silent }) // prettier-ignore
      await producer.send(events)
      await producer.send(events.toReversed())
      await producer.close()
      await withStore(async (store) => {
        const intake = await makeIntake(store, { now })
        const consumer = startConsumer({ config: makeConfig(kafka.brokers, topic), intake, now })
        for (const size of [events.length, 7, 100])
          for (let from = 0; from < events.length; from += size)
            await intake.deliver(toCandidates(events.slice(from, from + size)), 'again')
        await kafka.untilRead(consumer)
        await consumer.stop()
        ledger.acknowledge(booked)
        const books = booksOver(store, intake, now)
        expect(await answersOf(books)).toEqual(once)
        await settle({ fault: 'redelivery, other cuts, HTTP + Kafka', rounds: 5, ledger, books })
        await intake.drain()
      })
    },
    limit(60, 300),
  )

  test(
    'a block written again after the deduplication window has forgotten it counts once',
    async () => {
      const window = byForm(20, 10_000)
      const ledger = createLedger('forgotten', 1)
      await withStore(async (store) => {
        await store.write.command({
          query: `ALTER TABLE kanmon.facts MODIFY SETTING non_replicated_deduplication_window = ${window}`,
        })
        const written: Parameters<typeof writeBatch>[1][] = []
        const intake = await makeIntake(keeping(store, written), { now })
        const deliver = async (count: number) => {
          const events = ledger.take(count)
          await intake.deliver(toCandidates(events), 'window')
          ledger.acknowledge(events)
        }
        await deliver(50)
        const [first] = written
        for (let block = 0; block <= window; block++) await deliver(1)
        const rows = async () => Number((await books.rows<{ n: string }>('SELECT count() AS n FROM kanmon.facts'))[0]!.n) // prettier-ignore
        const books = booksOver(store, intake, now)
        const before = await rows()
        await writeBatch(store, first!)
        // The fault took place: the engine no longer knows the token. Unless a merge was faster, the copies are there.
        expect(await rows()).toBeGreaterThanOrEqual(before)
        await settle({ fault: `window of ${window} blocks overflown`, rounds: 1, ledger, books })
        await store.write.command({ query: 'OPTIMIZE TABLE kanmon.facts FINAL' })
        expect(await rows()).toBe(before)
        await intake.drain()
      })
    },
    limit(60, 600),
  )
})

/** The store, whose inserts into `facts` are kept as the batches that they are. */
function keeping(store: Store, batches: Parameters<typeof writeBatch>[1][]): Store {
  const exec: Store['write']['exec'] = async (parameters) => {
    const chunks: Uint8Array[] = []
    const { values } = parameters as { values: AsyncIterable<Uint8Array> }
    for await (const chunk of values) chunks.push(Buffer.from(chunk))
    const lines = Buffer.concat(chunks)
    const token = /insert_deduplication_token = '([^']+)'/.exec(parameters.query)?.[1]
    if (token?.startsWith('facts:') === true) batches.push({ table: 'facts', token, lines })
    return store.write.exec({ ...parameters, values: Readable.from([lines]) })
  }
  return withExec(store, exec)
}
