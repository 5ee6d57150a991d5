// kafka-plain.js DATA BROKERS TOPIC EVENTS: what one writes first: kafkajs' eachMessage, and an insert for each message.
import { once } from 'node:events'
import { createKafkaClient } from '../../ingest/kafka/client.ts'
import { openStore } from '../../store/open.ts'
import { tellReading } from './kafka-child.ts'

const [dataDirectory = '', brokers = '', topic = '', events = '0'] = process.argv.slice(2)
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const done = new EventTarget()

const store = await openStore({ dataDirectory, clickhouse: null }, { now: Date.now })
const client = createKafkaClient({ brokers: [brokers], tls: false, sasl: null }, { logger: quiet })
const consumer = client.consumer({ groupId: `plain-${process.pid}` })
let inserted = 0
const started = performance.now()
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({
  eachMessage: async ({ message }) => {
    if (inserted >= Number(events)) return
    const event = JSON.parse(String(message.value)) as Record<'subject' | 'type' | 'source' | 'id', string>
    await store.write.insert({
      table: `${store.database}.facts`,
      format: 'JSONEachRow',
      values: [
        {
          project: event.subject,
          kind: event.type,
          key: event.id,
          occurred_at: Date.now(),
          received_at: Date.now(),
          source: event.source,
          event_id: event.id,
          payload: String(message.value),
        },
      ],
    })
    if (++inserted === Number(events)) done.dispatchEvent(new Event('done'))
  },
})
if (inserted < Number(events)) await once(done, 'done')
const seconds = (performance.now() - started) / 1000
await consumer.disconnect()
await tellReading(store, seconds)
