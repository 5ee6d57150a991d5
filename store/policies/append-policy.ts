import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'
import { type PolicyRow, policyRow } from './rows.ts'

/**
 * Keeps a version of a policy. Its id and number are the block's token, and the engine keeps one block of a token:
 * of two that record the same version at the same time the first stays, and the other is as if it had not been
 * sent. Whoever calls it reads back to know which one it was.
 */
export function appendPolicy(store: Pick<Store, 'write' | 'database'>, given: PolicyRow): Promise<void> {
  const row = policyRow.parse(given)
  const line = JSON.stringify({
    id: row.id,
    version: row.version,
    text_digest: row.textDigest,
    text: row.text,
    file: row.file,
    effective_from: row.effectiveFrom,
    known_from: storeTime(row.knownFrom),
    uploaded_at: storeTime(row.uploadedAt),
    uploaded_by: row.uploadedBy,
  })
  return writeBatch(store, { table: 'policies', token: `policy:${row.id}:${row.version}`, lines: [line] })
}
