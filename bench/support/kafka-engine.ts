// kafka-engine.js DATA BROKERS TOPIC EVENTS: the same topic by ClickHouse's own Kafka table engine, through a
// materialized view into the same table of a fresh store. Nothing is checked, and nothing is deduplicated on the way.
import { setTimeout } from 'node:timers/promises'
import { openStore } from '../../store/open.ts'
import { countFacts, tellReading } from './kafka-child.ts'

const [dataDirectory = '', brokers = '', topic = '', events = '0'] = process.argv.slice(2)
const DEADLINE_MS = 20_000

const store = await openStore({ dataDirectory, clickhouse: null }, { now: Date.now })
const { database } = store
await store.write.command({
  query: `CREATE TABLE ${database}.queue (subject String, type String, source String, id String, time String, data String)
    ENGINE = Kafka
    SETTINGS kafka_broker_list = '${brokers}', kafka_topic_list = '${topic}', kafka_group_name = 'engine-${process.pid}',
      kafka_format = 'JSONEachRow', kafka_num_consumers = 1, kafka_thread_per_consumer = 0`,
})
const started = performance.now()
await store.write.command({
  query: `CREATE MATERIALIZED VIEW ${database}.queue_to_facts TO ${database}.facts AS
    SELECT subject AS project, extract(type, '^dev.kanmon.(.*).v1$') AS kind, id AS key,
      parseDateTime64BestEffort(time, 3, 'UTC') AS occurred_at, now64(3) AS received_at, source, id AS event_id,
      data AS payload, false AS retracted
    FROM ${database}.queue`,
})
let stored = 0
let seen = performance.now()
while (stored < Number(events)) {
  await setTimeout(20)
  const rows = await countFacts(store)
  if (rows > stored) seen = performance.now()
  stored = rows
  if (performance.now() - seen > DEADLINE_MS) throw new Error(`bench: the engine stopped at ${stored} rows`)
}
const seconds = (performance.now() - started) / 1000
await store.write.command({ query: `DROP TABLE ${database}.queue_to_facts` })
await store.write.command({ query: `DROP TABLE ${database}.queue` })
await tellReading(store, seconds)
