import type { AuditEntry } from '../../schemas/answers-access.ts'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'

/** An entry of the audit trail, its time in milliseconds. */
export type AuditRow = Omit<AuditEntry, 'at'> & { readonly recordedAt: number }

/** Keeps entries; returns once they are stored. `entry` is unique and names the rows. */
export function appendAudit(store: Store, rows: readonly AuditRow[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return Promise.resolve()
  const lines = rows.map((row) =>
    JSON.stringify({
      recorded_at: storeTime(row.recordedAt),
      entry: row.entry,
      principal_id: row.principalId ?? '',
      principal: row.principal ?? '',
      method: row.method,
      route: row.route,
      subject: row.subject ?? '',
      outcome: row.outcome,
      status: row.status,
      code: row.code ?? '',
      address: row.address ?? '',
      request_id: row.requestId ?? '',
      times: row.times,
    }),
  )
  return writeBatch(store, { table: 'audit', token: `audit:${first.entry}:${rows.length}`, lines })
}
