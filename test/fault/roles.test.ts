import { afterAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { openStore } from '../../store/open.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { startClickHouseHttp } from '../helpers/clickhouse-http/server.ts'
import { jsonOf } from '../helpers/fault/books.ts'
import { createLedger } from '../helpers/fault/ledger.ts'
import { type Books, settle } from '../helpers/fault/settle.ts'
import { makeIntake, silent, toCandidates } from '../helpers/intake.ts'
import { makeDirectory } from '../helpers/store.ts'

const NOW = Date.UTC(2026, 10, 20, 3)
/** How long the other process has been storing its block when its rows appear. */
const IN_FLIGHT_MS = 30_000

test('a process that only answers sees what another one had stamped before, and stored after it was asked', async () => {
  const clickhouse = await startClickHouseHttp({ dataDirectory: makeDirectory() })
  const open = () => openStore({ dataDirectory: '', clickhouse: { url: clickhouse.url } }, { now: () => NOW })
  const [asked, written] = [await open(), await open()]
  afterAll(async () => {
    await Promise.all([asked.close(), written.close()])
    await clickhouse.close()
  })
  const answering = await makeIntake(asked, { now: () => NOW })
  const app = createApp(
    composePorts({
      store: asked,
      intake: answering,
      policies: shippedPolicies(),
      now: () => NOW,
      newId: () => 'x',
      logger: silent,
      allowedHosts: null,
      operations: { roles: ['api'] },
    }),
  )
  const books: Books = {
    rows: clickhouse.rows,
    get: async (path) => jsonOf(path, await app.request(path)),
  }
  const ledger = createLedger('roles', 1)
  const ingest = await makeIntake(written, { now: () => NOW - IN_FLIGHT_MS })
  for (let round = 0; round < 5; round++) {
    const events = ledger.take(10)
    await ingest.deliver(toCandidates(events), 'http')
    ledger.acknowledge(events)
    const { factCounts } = (await books.get('/v1/projects/roles-0/readiness')) as {
      factCounts: Record<string, number>
    }
    expect(Object.values(factCounts).reduce((sum, count) => sum + count, 0)).toBe(ledger.sent.size)
  }
  await settle({ fault: 'two processes on one server', rounds: 5, ledger, books })
}, 60_000)
