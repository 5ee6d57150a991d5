// Takes in events for ever and says on stdout which were acknowledged: killed by the test at some moment.
import { writeSync } from 'node:fs'
import { createIntake } from '../../ingest/intake/intake.ts'
import { openStore } from '../../store/open.ts'
import { makeEvent } from './events.ts'

const [directory = '', round = '0'] = process.argv.slice(2)
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
const intake = await createIntake({ store, now: Date.now, logger: quiet })

async function send(worker: number): Promise<void> {
  for (let n = 0; ; n++) {
    const ids = Array.from({ length: 1 + (n % 50) }, (_, i) => `${round}-${worker}-${n}-${i}`)
    const events = ids.map((id, index) => ({
      index,
      value: makeEvent(id, { subject: 'killed', time: '2020-01-01T00:00:00Z' }),
      raw: () => ({ text: '', bytes: 0 }),
    }))
    await intake.deliver(events, 'test')
    // Synchronous, so that what was said was said before a kill.
    writeSync(1, `${ids.join(' ')}\n`)
  }
}
await Promise.all([send(0), send(1), send(2)])
