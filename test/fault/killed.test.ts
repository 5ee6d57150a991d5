import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withBooks } from '../helpers/fault/books.ts'
import { byForm, limit, seeded, stopwatch } from '../helpers/fault/form.ts'
import { asMessages, createLedger, type Ledger } from '../helpers/fault/ledger.ts'
import { countdown, deliver, deliverTheRest, deliverUntilGone } from '../helpers/fault/senders.ts'
import { settle } from '../helpers/fault/settle.ts'
import { kafkaEnvironment } from '../helpers/kafka/config.ts'
import { describeKafka } from '../helpers/kafka/describe-kafka.ts'
import { serve, startServing } from '../helpers/serve.ts'
import { makeDirectory } from '../helpers/store.ts'

const loader = new URL('../helpers/typescript-loader.mjs', import.meta.url).href
const consumer = fileURLToPath(new URL('../helpers/consume-until-killed.ts', import.meta.url))

describeKafka('a process that ends, with HTTP and Kafka at work', (kafka) => {
  /** Produces events; the broker's word is as good as an acknowledgement. */
  async function produce(topic: string, ledger: Ledger, count: number): Promise<void> {
    const events = ledger.take(count)
    await kafka.produce(topic, asMessages(events))
    ledger.acknowledge(events)
  }

  /** A process under load, ended by a signal after so many acknowledgements; how it ended. */
  async function endUnderLoad(
    run: { directory: string; topic: string; ledger: Ledger },
    signal: 'SIGKILL' | 'SIGTERM',
    load: { acknowledgements: number; whileConsuming: boolean },
  ): Promise<{ exit: unknown[]; secondsToFirst: number }> {
    const { directory, topic, ledger } = run
    const started = stopwatch()
    const [server] = await Promise.all([
      serve(directory, kafkaEnvironment(kafka.brokers, topic)),
      produce(topic, ledger, 120),
    ])
    if (load.whileConsuming) {
      await server.logged('kafka.joined')
      await produce(topic, ledger, 60)
    }
    const first = countdown(1)
    const enough = countdown(load.acknowledgements)
    const onAcknowledged = () => {
      first.hit()
      enough.hit()
    }
    const senders = [0, 1, 2].map(() => deliverUntilGone(server.url, ledger, onAcknowledged))
    await first.reached
    const secondsToFirst = started()
    await enough.reached
    server.child.kill(signal)
    const exit = await server.exited
    await Promise.all(senders)
    return { exit, secondsToFirst }
  }

  /** Everything sent once more that was not acknowledged, and read to the end of the topic; then the process ends. */
  async function finish(run: { directory: string; topic: string; ledger: Ledger }): Promise<number> {
    const recovering = stopwatch()
    const server = await serve(run.directory, kafkaEnvironment(kafka.brokers, run.topic))
    await deliverTheRest(server.url, run.ledger)
    await kafka.untilRead({ lag: () => kafka.lag(run.topic) })
    const seconds = recovering()
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    return seconds
  }

  const makeRun = async (name: string) => ({
    directory: makeDirectory(),
    topic: await kafka.makeTopic(3),
    ledger: createLedger(name),
  })

  // The long form takes half an hour for these alone; KANMON_FAULT_KILLS says how many instead.
  const kills = Number(process.env['KANMON_FAULT_KILLS'] ?? byForm(20, 200))
  test(`SIGKILL at random moments, ${kills} times`, { timeout: limit(600, 6000) }, async () => {
    const run = await makeRun('killed')
    const random = seeded()
    for (let round = 0; round < kills; round++) {
      const load = { acknowledgements: 1 + Math.floor(random() * 40), whileConsuming: round % 2 === 1 }
      expect((await endUnderLoad(run, 'SIGKILL', load)).exit).toEqual([null, 'SIGKILL'])
    }
    const secondsToRecover = await finish(run)
    await withBooks(run.directory, (books) =>
      settle({ fault: 'SIGKILL, HTTP + Kafka', rounds: kills, ledger: run.ledger, books, secondsToRecover }),
    )
  })

  const stops = byForm(3, 20)
  test(
    `SIGTERM with requests and batches in flight, ${stops} times`,
    { timeout: limit(240, 1200) },
    async () => {
      const run = await makeRun('stopped')
      const random = seeded()
      for (let round = 0; round < stops; round++) {
        const load = { acknowledgements: 1 + Math.floor(random() * 40), whileConsuming: round !== 1 }
        expect((await endUnderLoad(run, 'SIGTERM', load)).exit).toEqual([0, null])
      }
      const secondsToRecover = await finish(run)
      await withBooks(run.directory, (books) =>
        settle({ fault: 'SIGTERM under load', rounds: stops, ledger: run.ledger, books, secondsToRecover }),
      )
    },
  )

  const cuts = byForm(3, 20)
  test(`SIGKILL between insert and commit, ${cuts} times`, { timeout: limit(240, 1200) }, async () => {
    const run = await makeRun('uncommitted')
    for (let round = 0; round < cuts; round++) {
      await produce(run.topic, run.ledger, 100)
      const args = ['--import', loader, consumer, run.directory, kafka.brokers, run.topic]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const exited = once(child, 'exit')
      await once(createInterface({ input: child.stdout }), 'line')
      child.kill('SIGKILL')
      expect(await exited).toEqual([null, 'SIGKILL'])
    }
    // Stored in each round, and committed in none.
    expect([...(await kafka.lag(run.topic)).values()].reduce((sum, each) => sum + each, 0)).toBe(100 * cuts)
    const secondsToRecover = await finish(run)
    await withBooks(run.directory, (books) =>
      settle({
        fault: 'SIGKILL between insert and commit',
        rounds: cuts,
        ledger: run.ledger,
        books,
        secondsToRecover,
      }),
    )
  })

  test('a second process on the directory ends with an error, and the first goes on', async () => {
    const directory = makeDirectory()
    const ledger = createLedger('second')
    const first = await serve(directory)
    expect(await deliver(first.url, ledger, ledger.take(50))).toBe(200)
    const second = startServing(directory)
    expect(await second.exited).toEqual([2, null])
    expect(second.said()).toContain(`${directory} is in use by process ${first.child.pid ?? 0}`)
    expect(await deliver(first.url, ledger, ledger.take(50))).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.exited).toEqual([0, null])
    await withBooks(directory, (books) => settle({ fault: 'second process', rounds: 1, ledger, books }))
  }, 90_000)
})
