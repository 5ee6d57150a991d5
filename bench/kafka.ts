// npm run bench:kafka [events] [rounds]: events in 8 partitions of a real Kafka, from the topic to stored, against
// ClickHouse's own Kafka table engine and against a plain loop of kafkajs, in one run. Needs Java; run in the checkout.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createKafkaClient } from '../ingest/kafka/client.ts'
import { createFactProducer } from '../ingest/kafka/producer.ts'
import { mixedEvents } from './support/events.ts'
import { median, report } from './support/figures.ts'
import { startBenchBroker } from './support/kafka-broker.ts'
import type { Reading } from './support/kafka-child.ts'

const events = Number(process.argv[2] ?? 200_000)
const rounds = Number(process.argv[3] ?? 3)
const PROJECTS = 200
const PARTITIONS = 8
/** The plain loop is too slow for more; its rate is what counts. */
const PLAIN_EVENTS = Math.min(events, 2000)
const TOPIC = 'kanmon.events'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
const broker = await startBenchBroker()
const connection = { brokers: [broker.brokers], tls: false, sasl: null }

async function fill(): Promise<number> {
  const admin = createKafkaClient(connection, { logger: quiet }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS, replicationFactor: 1 }] })
  await admin.disconnect()
  const producer = await createFactProducer({ connection, topic: TOPIC, logger: quiet })
  const started = performance.now()
  await producer.sendLines(mixedEvents(events, PROJECTS, Date.now()))
  const seconds = (performance.now() - started) / 1000
  await producer.close()
  return seconds
}

function read(way: 'kanmon' | 'engine' | 'plain', round: number, count: number): Reading | null {
  const child = fileURLToPath(new URL(`./support/kafka-${way}.js`, import.meta.url))
  const data = join(directory, `${way}-${round}`)
  try {
    const output = execFileSync(process.execPath, [child, data, broker.brokers, TOPIC, String(count)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return JSON.parse(output) as Reading
  } catch {
    return null
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

try {
  const filling = await fill()
  report(
    `Kafka ${broker.version}, ${events} mixed events over ${PROJECTS} projects in ${PARTITIONS} partitions`,
  )
  report(`produced, idempotent, gzip  ${(events / filling).toFixed(0)} events/s`)
  const rates = { kanmon: [] as number[], engine: [] as number[], plain: [] as number[] }
  const peaks = { kanmon: 0, engine: 0, plain: 0 }
  for (let round = 0; round < rounds; round++) {
    for (const way of ['kanmon', 'engine', 'plain'] as const) {
      const reading = read(way, round, way === 'plain' ? PLAIN_EVENTS : events)
      if (reading === null) {
        report(`round ${round + 1}: ${way} failed`)
        continue
      }
      if (way !== 'plain' && reading.rows !== events)
        report(`round ${round + 1}: ${way} has ${reading.rows} rows`)
      const rate = (way === 'plain' ? PLAIN_EVENTS : events) / reading.seconds
      rates[way].push(rate)
      peaks[way] = Math.max(peaks[way], reading.peakMemory)
      report(
        `round ${round + 1}: ${way} ${rate.toFixed(0)} events/s, peak memory ${reading.peakMemory.toFixed(0)} MiB`,
      )
    }
  }
  const ratio = (way: 'engine' | 'plain') =>
    rates.kanmon.map((value, round) => value / (rates[way][round] ?? Number.NaN))
  report(`kanmon, stored              ${median(rates.kanmon).toFixed(0)} events/s (median of ${rounds})`)
  report(`ClickHouse's Kafka engine   ${median(rates.engine).toFixed(0)} events/s`)
  report(`eachMessage and insert      ${median(rates.plain).toFixed(0)} events/s`)
  report(`ratio to the engine         ${median(ratio('engine')).toFixed(2)}`)
  report(`ratio to the plain loop     ${median(ratio('plain')).toFixed(0)}`)
  report(`peak memory of kanmon       ${peaks.kanmon.toFixed(0)} MiB`)
} finally {
  await broker.stop()
  rmSync(directory, { recursive: true, force: true })
}
