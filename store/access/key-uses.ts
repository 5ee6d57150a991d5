import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { writeBatch } from '../write-batch.ts'

const lastUses = defineQuery({
  name: 'last-key-uses',
  params: z.object({}),
  row: z.object({ key: z.string(), day: z.iso.date() }),
  sql: (database) =>
    `SELECT key, toString(max(day)) AS day FROM ${database}.access_key_uses GROUP BY key ORDER BY key`,
})

/** The last day, in UTC, on which each key was used. */
export async function lastKeyUses(store: Store): Promise<Map<string, string>> {
  return new Map((await runQuery(store, lastUses, {})).map(({ key, day }) => [key, day]))
}

/** Notes that a key was used on a day `YYYY-MM-DD`; the same note twice counts once. */
export function appendKeyUse(
  store: Store,
  use: { readonly key: string; readonly day: string },
): Promise<void> {
  return writeBatch(store, {
    table: 'access_key_uses',
    token: `use:${use.key}:${use.day}`,
    lines: [JSON.stringify(use)],
  })
}
