import type { Grant } from '../../schemas/access.ts'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'

/** One thing that happened to a key. Times in milliseconds; null for none. */
export interface KeyChange {
  readonly key: string
  readonly recordedAt: number
  readonly action: 'created' | 'rotated' | 'revoked'
  readonly name: string
  readonly grants: readonly Grant[]
  /** SHA-256 of the whole key in hexadecimal digits; empty for a revocation. */
  readonly hash: string
  readonly expiresAt: number | null
  /** Until when the secret before a rotation is still good. */
  readonly previousUntil: number | null
  /** Who did it. */
  readonly actor: string
}

/** Keeps a change of a key; returns once it is stored. */
export function appendKeyChange(store: Store, change: KeyChange): Promise<void> {
  const line = JSON.stringify({
    key: change.key,
    recorded_at: storeTime(change.recordedAt),
    action: change.action,
    name: change.name,
    grants: JSON.stringify(change.grants),
    hash: change.hash,
    expires_at: storeTime(change.expiresAt ?? 0),
    previous_until: storeTime(change.previousUntil ?? 0),
    actor: change.actor,
  })
  const token = `key:${change.key}:${change.recordedAt}:${change.action}`
  return writeBatch(store, { table: 'access_keys', token, lines: [line] })
}
