import type { RefusalCode } from '../../schemas/refusals.ts'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'

/** One refused event as it is kept. `entry` is unique; `rawBytes` is the whole length when `raw` is only its head. */
export interface QuarantineRow {
  readonly receivedAt: number
  readonly entry: string
  readonly origin: string
  readonly index: number
  readonly project: string | null
  readonly kind: string | null
  readonly id: string | null
  readonly code: RefusalCode
  readonly field: string | null
  readonly message: string
  readonly raw: string
  readonly rawBytes: number
}

/** Keeps what was refused; returns once it is stored. The same token must stand for the same rows. */
export function appendQuarantine(
  store: Store,
  batch: { token: string; rows: readonly QuarantineRow[] },
): Promise<void> {
  return writeBatch(store, { table: 'quarantine', token: batch.token, lines: batch.rows.map(toLine) })
}

function toLine(row: QuarantineRow): string {
  return JSON.stringify({
    received_at: storeTime(row.receivedAt),
    entry: row.entry,
    origin: wellFormed(row.origin),
    position: row.index,
    project: wellFormed(row.project ?? ''),
    kind: wellFormed(row.kind ?? ''),
    event_id: wellFormed(row.id ?? ''),
    code: row.code,
    field: wellFormed(row.field ?? ''),
    message: wellFormed(row.message),
    raw: wellFormed(row.raw),
    raw_bytes: row.rawBytes,
  })
}

/** Lone surrogates become U+FFFD: they have no UTF-8, and the engine refuses the whole block for one of them. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
