// bare-server.js DATA: the least that any ingest in JavaScript does: takes NDJSON over HTTP, parses every line, writes its row
// and inserts each body as one block. Nothing is checked, hashed, deduplicated or kept when refused: the floor of the bench.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { openStore } from '../../store/open.ts'
import { storeTime } from '../../store/time.ts'
import { writeBatch } from '../../store/write-batch.ts'

interface SentEvent {
  readonly subject: string
  readonly type: string
  readonly source: string
  readonly id: string
  readonly time: string
  readonly data: unknown
}

const [dataDirectory = ''] = process.argv.slice(2)
const store = await openStore({ dataDirectory, clickhouse: null }, { now: Date.now })
let blocks = 0
let last = Promise.resolve()

function rowOf(line: string, receivedAt: string): string {
  const event = JSON.parse(line) as SentEvent
  const at = `${event.time.slice(0, 10)} ${event.time.slice(11, 23)}`
  const data = JSON.stringify(event.data).replaceAll('\\', '\\\\')
  return `${event.subject}\t${event.type}\t${event.id}\t${at}\t${event.source}\t${event.id}\t\t${data}\t0\t${receivedAt}\n`
}

async function take(request: IncomingMessage): Promise<number> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const lines = Buffer.concat(parts).toString('utf8').split('\n')
  const receivedAt = storeTime(Date.now())
  const rows = Buffer.from(lines.map((line) => rowOf(line, receivedAt)).join(''))
  const token = `bare:${blocks++}`
  // One insert at a time, as one connection does.
  last = last.then(() => writeBatch(store, { table: 'facts', token, lines: rows }))
  await last
  return lines.length
}

const server = createServer((request, response) => {
  void take(request).then((accepted) => response.end(JSON.stringify({ accepted, quarantined: [] })))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('bench: not a network address')
process.stdout.write(`bare server on http://127.0.0.1:${address.port}\n`)
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void store.close().then(() => process.exit(0))
})
