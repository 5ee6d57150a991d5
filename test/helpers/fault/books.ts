import { createApp } from '../../../api/app.ts'
import { composePorts } from '../../../api/compose/ports.ts'
import type { Intake } from '../../../ingest/intake/intake.ts'
import { openStore } from '../../../store/open.ts'
import type { Store } from '../../../store/store.ts'
import { shippedPolicies } from '../assessing.ts'
import { makeIntake, silent } from '../intake.ts'
import { rowsOf } from '../store.ts'
import type { Books } from './settle.ts'

/** The answers of the whole API over a store of this process. */
export function booksOver(store: Store, intake: Intake, now: () => number = Date.now): Books {
  let serial = 0
  const newId = () => `id-${(serial += 1)}`
  const app = createApp(
    composePorts({ store, intake, policies: shippedPolicies(), now, newId, logger: silent, allowedHosts: null }), // prettier-ignore
  )
  return {
    rows: (sql) => rowsOf(store, sql),
    get: async (path) => jsonOf(path, await app.request(path)),
  }
}

/** Opens what a process that has ended left behind, for as long as `work` takes. */
export async function withBooks<T>(directory: string, work: (books: Books) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
  try {
    const intake = await makeIntake(store, { now: Date.now })
    const result = await work(booksOver(store, intake))
    await intake.drain()
    return result
  } finally {
    await store.close()
  }
}

export async function jsonOf(path: string, response: Response): Promise<unknown> {
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status} for ${path}: ${text.slice(0, 300)}`)
  return JSON.parse(text) as unknown
}
