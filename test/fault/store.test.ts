import { expect, onTestFinished, test } from 'vitest'
import { type RunningServer, startServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { startClickHouseHttp } from '../helpers/clickhouse-http/server.ts'
import { jsonOf } from '../helpers/fault/books.ts'
import { byForm, isLong, limit, stopwatch } from '../helpers/fault/form.ts'
import { asMessages, createLedger, type Ledger } from '../helpers/fault/ledger.ts'
import { deliver, deliverTheRest } from '../helpers/fault/senders.ts'
import { type Books, settle } from '../helpers/fault/settle.ts'
import { silent } from '../helpers/intake.ts'
import { kafkaEnvironment } from '../helpers/kafka/config.ts'
import { describeKafka } from '../helpers/kafka/describe-kafka.ts'
import { startProxy } from '../helpers/proxy/proxy.ts'
import { until } from '../helpers/proxy/until.ts'
import { makeDirectory } from '../helpers/store.ts'

/** How long a fault of the store lasts in the long form; in the short one until it was seen. */
const LASTS_SECONDS = byForm(0, 60)
const TIMEOUT = { timeout: limit(120, 300) }

describeKafka('kanmon on a ClickHouse server that fails', async (kafka) => {
  const clickhouse = await startClickHouseHttp({ dataDirectory: makeDirectory() })
  const proxy = await startProxy({ to: clickhouse.port })

  interface Running {
    readonly server: RunningServer
    readonly topic: string
    readonly ledger: Ledger
    readonly books: Books
    isReady(): Promise<boolean>
    /** Starts deliveries over HTTP and messages over Kafka. */
    send(deliveries: number): Promise<PromiseSettledResult<number>[]>
    /** Sends again what was not taken, and waits for Kafka's part. */
    finish(): Promise<void>
  }

  /** The whole of kanmon in this process, its store behind the proxy, with a topic and a ledger of its own. */
  async function run(name: string): Promise<Running> {
    const topic = await kafka.makeTopic(2)
    const ledger = createLedger(name, 2)
    const environment = readEnvironment({
      ...kafkaEnvironment(kafka.brokers, topic),
      KANMON_PORT: '0',
      KANMON_CLICKHOUSE_URL: `http://127.0.0.1:${proxy.port}`,
    })
    const server = await startServer(environment, { logger: silent as never, now: Date.now })
    onTestFinished(async () => {
      await clickhouse.heal()
      await proxy.heal()
      await server.close()
    })
    const produce = async () => {
      const events = ledger.take(60)
      await kafka.produce(topic, asMessages(events))
      ledger.acknowledge(events)
    }
    await deliverTheRest(server.url, (ledger.take(20), ledger))
    const isReady = async () => (await fetch(new URL('/readyz', server.url))).status === 200
    await until('it is ready', isReady)
    return {
      server,
      topic,
      ledger,
      books: {
        rows: clickhouse.rows,
        get: async (path) => jsonOf(path, await fetch(new URL(path, server.url))),
      },
      isReady,
      send: async (deliveries) => {
        const sending = Array.from({ length: deliveries }, () => deliver(server.url, ledger, ledger.take(10)))
        await produce()
        return Promise.allSettled(sending)
      },
      finish: async () => {
        await deliverTheRest(server.url, ledger)
        await kafka.untilRead({ lag: () => kafka.lag(topic) })
      },
    }
  }

  /** Keeps sending while a fault lasts, and measures how long kanmon takes to be well by itself after it. */
  async function suffer(fault: string, name: string, begin: () => void | Promise<void>): Promise<void> {
    const running = await run(name)
    await begin()
    const seconds = stopwatch()
    const sendings = [running.send(5)]
    await until('it is not ready', async () => !(await running.isReady()), { deadlineMs: 60_000 })
    await until(
      'the fault has lasted',
      async () => {
        if (LASTS_SECONDS > 0) sendings.push(running.send(1))
        return Promise.resolve(seconds() >= LASTS_SECONDS)
      },
      { deadlineMs: 90_000, everyMs: 1000 },
    )
    await clickhouse.heal()
    await proxy.heal()
    const recovering = stopwatch()
    await until('it is ready by itself', () => running.isReady(), { deadlineMs: 60_000 })
    await running.finish()
    const secondsToRecover = recovering()
    const statuses = (await Promise.all(sendings))
      .flat()
      .map((sent) => sent.status === 'fulfilled' && sent.value)
    expect(statuses.filter((status) => status !== 200 && status !== 503 && status !== 429)).toEqual([])
    await settle({ fault, rounds: 1, ledger: running.ledger, books: running.books, secondsToRecover })
  }

  test.each([
    [241, 'MEMORY_LIMIT_EXCEEDED'],
    [252, 'TOO_MANY_PARTS'],
    [243, 'NOT_ENOUGH_SPACE'],
  ])(
    'inserts fail for a while with %i %s: unready, nothing lost, well again by itself',
    TIMEOUT,
    (code, name) =>
      suffer(`store: ${code} ${name}`, `refused-${code}`, () => clickhouse.failNext(Infinity, { code })),
  )

  test('the store is stopped and started', TIMEOUT, () =>
    suffer('store stopped', 'away', () => clickhouse.refuse()),
  )

  test('the way to the store swallows everything, then is cut', TIMEOUT, () =>
    suffer('store unreachable (half-open, then cut)', 'half-open', async () => {
      proxy.halfOpen()
      await proxy.refuse()
    }),
  )

  // Connections that were swallowed stay dead until the client's own limit of 90 s, so there is no short form.
  if (isLong)
    test(
      'the way to the store swallows everything and comes back: what hangs on dead connections is sent again',
      TIMEOUT,
      () => suffer('store half-open, way comes back', 'swallowed', () => proxy.halfOpen()),
    )

  test('a slow store keeps everybody waiting and loses nothing', TIMEOUT, async () => {
    const running = await run('slow')
    clickhouse.slow(byForm(400, 5000))
    await running.send(6)
    await clickhouse.heal()
    await running.finish()
    await settle({ fault: 'store slow', rounds: 1, ledger: running.ledger, books: running.books })
  })

  test(
    'connections cut before and after the request: the same rows under the same token again',
    TIMEOUT,
    async () => {
      const running = await run('cut')
      const rounds = byForm(4, 20)
      const inserts = () =>
        clickhouse.asked.filter(({ statement }) => /^\s*INSERT INTO kanmon\.facts/.test(statement))
      const from = inserts().length
      for (let round = 0; round < rounds; round++) {
        if (round % 2 === 0) clickhouse.dropNext(1)
        else clickhouse.loseNext(1)
        const cut = round % 4 === 3 ? proxy.cutBeforeResponse() : null
        await running.send(2)
        if (cut !== null) await cut.happened
      }
      await running.finish()
      const tokens = inserts()
        .slice(from)
        .map(({ statement, settings }) => tokenOf(statement, settings))
      expect(tokens.length).toBeGreaterThan(new Set(tokens).size)
      await settle({
        fault: 'cuts before and after the insert',
        rounds,
        ledger: running.ledger,
        books: running.books,
      })
    },
  )
})

function tokenOf(statement: string, settings: Readonly<Record<string, string>>): string {
  const token = /insert_deduplication_token = '([^']+)'/.exec(statement)?.[1]
  return token ?? settings['insert_deduplication_token'] ?? ''
}
