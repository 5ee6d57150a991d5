import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { ENTRY_COLUMNS, entryRow, type QuarantineEntry, standing } from './rows.ts'
import { withRaw } from './with-raw.ts'

const entriesById = defineQuery({
  name: 'quarantine-entries',
  params: z.object({ entries: z.array(z.string()).max(1000) }),
  row: entryRow,
  sql: (database) => `
    SELECT ${ENTRY_COLUMNS}
    FROM ${standing(database, 'q.entry IN {entries:Array(String)}')}
    ORDER BY received_at, entry
    LIMIT 1 BY entry`,
})

/** The entries of these names, the oldest first; unknown ones are left out. */
export async function findEntries(store: Store, entries: readonly string[]): Promise<QuarantineEntry[]> {
  return withRaw(store, await runQuery(store, entriesById, { entries: [...entries] }))
}
