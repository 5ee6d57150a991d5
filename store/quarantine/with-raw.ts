import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import type { EntryRow, QuarantineEntry } from './rows.ts'

const rawTexts = defineQuery({
  name: 'quarantine-raw',
  params: z.object({ entries: z.array(z.string()), first: z.int(), last: z.int() }),
  row: z.object({ entry: z.string(), raw: z.string() }),
  sql: (database) => `
    SELECT entry, raw
    FROM ${database}.quarantine
    WHERE received_at BETWEEN fromUnixTimestamp64Milli({first:Int64}) AND fromUnixTimestamp64Milli({last:Int64})
      AND entry IN {entries:Array(String)}
    LIMIT 1 BY entry`,
})

/** The entries with what was sent. A query of its own, so that finding a page reads no megabytes of it. */
export async function withRaw(store: Store, rows: readonly EntryRow[]): Promise<QuarantineEntry[]> {
  if (rows.length === 0) return []
  const times = rows.map(({ receivedAt }) => receivedAt)
  const found = await runQuery(store, rawTexts, {
    entries: rows.map(({ entry }) => entry),
    first: Math.min(...times),
    last: Math.max(...times),
  })
  const texts = new Map(found.map(({ entry, raw }) => [entry, raw]))
  return rows.map((row) => ({ ...row, raw: texts.get(row.entry) ?? '' }))
}
