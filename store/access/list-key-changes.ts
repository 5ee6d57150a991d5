import { z } from 'zod'
import { grants } from '../../schemas/access.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import type { KeyChange } from './append-key-change.ts'

const instant = z.int().transform((time) => (time === 0 ? null : time))

const keyChanges = defineQuery({
  name: 'key-changes',
  params: z.object({}),
  row: z.object({
    key: z.string(),
    recordedAt: z.int(),
    action: z.enum(['created', 'rotated', 'revoked']),
    name: z.string(),
    grants: z.string().transform((text) => grants.parse(JSON.parse(text))),
    hash: z.string(),
    expiresAt: instant,
    previousUntil: instant,
    actor: z.string(),
  }),
  sql: (database) => `
    SELECT key, toUnixTimestamp64Milli(recorded_at) AS recordedAt, action, name, grants, hash,
      toUnixTimestamp64Milli(expires_at) AS expiresAt, toUnixTimestamp64Milli(previous_until) AS previousUntil, actor
    FROM ${database}.access_keys
    ORDER BY recorded_at, key, action
    LIMIT 1 BY recorded_at, key, action`,
})

/** Everything that ever happened to keys, in order of time. */
export function listKeyChanges(store: Store): Promise<KeyChange[]> {
  return runQuery(store, keyChanges, {})
}
