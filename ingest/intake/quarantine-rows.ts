import { createHash } from 'node:crypto'
import type { QuarantineRow } from '../../store/quarantine/append-quarantine.ts'
import type { RefusedEvent } from '../events/accepted-fact.ts'
import type { Entry } from './entry.ts'

export interface RefusedEntry {
  readonly entry: Entry
  readonly refused: RefusedEvent
  readonly origin: string
}

/** Refused events as rows of one block, and the token that names exactly these rows. */
export function toQuarantineRows(
  refused: readonly RefusedEntry[],
  receivedAt: number,
): { token: string; rows: QuarantineRow[] } {
  const hash = createHash('sha256')
  const rows = refused.map(({ entry, refused: event, origin }, place) => {
    const raw = entry.raw()
    const key = createHash('sha256').update(
      JSON.stringify([receivedAt, place, origin, entry.index, event.refusal.code, raw]),
    )
    const digest = key.digest('hex')
    hash.update(digest)
    return {
      receivedAt,
      // The place keeps the order of the delivery, the digest makes the entry unique across processes.
      entry: `${place.toString().padStart(6, '0')}-${digest.slice(0, 20)}`,
      origin,
      index: entry.index,
      project: event.project,
      kind: event.kind,
      id: event.id,
      code: event.refusal.code,
      field: event.refusal.field,
      message: event.refusal.message,
      raw: raw.text,
      rawBytes: raw.bytes,
    }
  })
  return { token: `quarantine:${hash.digest('hex')}`, rows }
}
