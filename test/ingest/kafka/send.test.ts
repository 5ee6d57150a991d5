import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sendFileToKafka } from '../../../cli/commands/send-kafka.ts'
import { createFactProducer } from '../../../ingest/kafka/producer.ts'
import { translator } from '../../../api/render/translate.ts'
import type { Terminal } from '../../../cli/terminal.ts'
import { makeEvent } from '../../helpers/events.ts'
import { makeIntake, silent } from '../../helpers/intake.ts'
import { describeKafka } from '../../helpers/kafka/describe-kafka.ts'
import { makeDirectory, openTestStore } from '../../helpers/store.ts'
import { connectionOf, quarantinedOf, startConsumer, storedOf } from '../../helpers/kafka/bench.ts'
import { makeConfig } from '../../helpers/kafka/config.ts'

describeKafka('sending to a real Kafka', async (kafka) => {
  const connection = connectionOf(kafka.brokers)
  const directory = makeDirectory()
  const store = await openTestStore()

  function makeTerminal() {
    const seen = { out: [] as string[], notes: [] as string[], exitCode: -1 }
    const terminal: Terminal = {
      out: (line) => seen.out.push(line),
      bytes: () => Promise.resolve(),
      note: (line) => seen.notes.push(line),
      isInteractive: false,
      width: 80,
      environment: {},
      translate: translator('en'),
      language: 'en',
      stopped: () => Promise.resolve(),
      setExitCode: (code) => (seen.exitCode = code),
    }
    return { seen, terminal }
  }

  test('a file is sent whole, bad lines too, and sending it again counts nothing twice', async () => {
    const topic = await kafka.makeTopic(3)
    const file = join(directory, 'events.ndjson')
    const lines = Array.from({ length: 2500 }, (_, n) =>
      JSON.stringify(makeEvent(`${topic}/${n}`, { source: topic, subject: `p-${n % 9}` })),
    )
    writeFileSync(file, `${[...lines, 'not json', '', ''].join('\n')}\n`)
    const { seen, terminal } = makeTerminal()
    await sendFileToKafka(file, { connection, topic, attempts: 3 }, terminal)
    await sendFileToKafka(file, { connection, topic, attempts: 3 }, terminal)
    const sent = `sent 2,501 events to the topic ${topic}`
    expect(seen).toMatchObject({ out: [sent, sent], exitCode: 0 })
    const intake = await makeIntake(store, { now: Date.now })
    const consumer = startConsumer({ config: makeConfig(kafka.brokers, topic), intake })
    await kafka.untilRead(consumer)
    expect(await storedOf(store, topic)).toEqual({ rows: 2500, ids: 2500 })
    expect(await quarantinedOf(store, topic)).toHaveLength(2)
  })

  test('a topic that is not there is an error, after a few tries', async () => {
    const { seen, terminal } = makeTerminal()
    const file = join(directory, 'one.ndjson')
    writeFileSync(file, `${JSON.stringify(makeEvent('e-1'))}\n`)
    const sending = sendFileToKafka(file, { connection, topic: 'no-such-topic', attempts: 1 }, terminal)
    await expect(sending).rejects.toThrow('does not host this topic-partition')
    expect(seen.exitCode).toBe(2)
  })

  test('more than one request takes is cut, and arrives in order', async () => {
    const topic = await kafka.makeTopic(1)
    const title = 'x'.repeat(1500)
    const events = Array.from({ length: 2000 }, (_, n) => ({ subject: 'p', n, title }))
    const producer = await createFactProducer({ connection, topic, logger: silent })
    await producer.send(events)
    await producer.close()
    const seen: unknown[] = []
    const consumer = startConsumer({
      config: makeConfig(kafka.brokers, topic),
      intake: {
        deliver: async (candidates) => {
          for await (const part of candidates) {
            if ('raw' in part) seen.push((JSON.parse(part.raw().text) as { n: number }).n)
          }
          return { accepted: 0, duplicates: 0, quarantined: [] }
        },
      },
    })
    await kafka.untilRead(consumer)
    expect(seen).toEqual(events.map(({ n }) => n))
  })
})
