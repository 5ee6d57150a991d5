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
  const rows = refused.map(({ entry, refused: event, origin }, order) => {
    const raw = entry.raw()
    const { place } = entry
    // What can be delivered again is named by its place alone, so that it replaces itself; else by everything it is.
    const key =
      place === undefined
        ? [receivedAt, order, origin, entry.index, event.refusal.code, raw]
        : [place.origin, place.position, place.at]
    const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex')
    hash.update(`${digest} ${event.refusal.code} ${event.refusal.message}\n`)
    const prefix = (place?.position ?? order).toString().padStart(6, '0')
    return {
      receivedAt: place?.at ?? receivedAt,
      // The prefix keeps the order of the delivery, the digest makes the entry unique across processes.
      entry: `${prefix}-${digest.slice(0, 20)}`,
      origin: place?.origin ?? origin,
      index: place?.position ?? entry.index,
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
