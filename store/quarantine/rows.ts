import { z } from 'zod'
import { refusalCode } from '../../schemas/refusals.ts'
import type { QuarantineRow } from './append-quarantine.ts'

/** A refused event as it stands now: with its newest reason, and when it became a fact. */
export interface QuarantineEntry extends QuarantineRow {
  readonly replayedAt: number | null
  /** When the newest thing about it was noted. */
  readonly lastAt: number
}

const known = z.string().transform((text) => (text === '' ? null : text))

/** The columns of an entry but for what was sent, which is long and read for few. */
export const entryRow = z.object({
  receivedAt: z.int(),
  entry: z.string(),
  origin: z.string(),
  index: z.int(),
  project: known,
  kind: known,
  id: known,
  code: refusalCode,
  field: known,
  message: z.string(),
  rawBytes: z.int(),
  replayedAt: z.int().transform((time) => (time === 0 ? null : time)),
  lastAt: z.int(),
})
export type EntryRow = z.infer<typeof entryRow>

export const ENTRY_COLUMNS = `toUnixTimestamp64Milli(received_at) AS receivedAt, entry, origin, position AS index,
      project, kind, event_id AS id, code, field, message, raw_bytes AS rawBytes, replayed_at AS replayedAt,
      toUnixTimestamp64Milli(last_at) AS lastAt`

/** Every entry as it stands now, without `raw`. The condition is on columns of the table `quarantine`, named `q`. */
export const standing = (database: string, where = '1'): string => `(
      SELECT q.received_at AS received_at, q.entry AS entry, q.origin AS origin, q.position AS position,
        q.project AS project, q.kind AS kind, q.event_id AS event_id, q.raw_bytes AS raw_bytes,
        if(r.newest_code = '', q.code, r.newest_code) AS code,
        if(r.newest_code = '', q.field, r.newest_field) AS field,
        if(r.newest_code = '', q.message, r.newest_message) AS message,
        r.replayed AS replayed_at, greatest(q.received_at, r.last_resolved) AS last_at
      FROM ${database}.quarantine AS q
      LEFT JOIN (
        SELECT entry, max(resolved_at) AS last_resolved,
          argMaxIf(code, resolved_at, outcome = 'refused') AS newest_code,
          argMaxIf(field, resolved_at, outcome = 'refused') AS newest_field,
          argMaxIf(message, resolved_at, outcome = 'refused') AS newest_message,
          toUnixTimestamp64Milli(minIf(resolved_at, outcome = 'replayed')) AS replayed
        FROM ${database}.quarantine_resolutions
        GROUP BY entry
      ) AS r ON r.entry = q.entry
      WHERE ${where}
    )`
