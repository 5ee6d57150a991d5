import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const newestReceived = defineQuery({
  name: 'newest-receipt',
  params: z.object({}),
  row: z.object({ newest: z.int() }),
  sql: (database) => `
    SELECT toUnixTimestamp64Milli(greatest(
      (SELECT max(received_at) FROM ${database}.facts),
      (SELECT max(received_at) FROM ${database}.quarantine),
      (SELECT max(known_from) FROM ${database}.policies)
    )) AS newest`,
})

/** The newest stamp of a receipt clock in the store, 0 when it is empty: such a clock must start after it. */
export async function newestReceipt(store: Store): Promise<number> {
  return (await runQuery(store, newestReceived, {}))[0]?.newest ?? 0
}
