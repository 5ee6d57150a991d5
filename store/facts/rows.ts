import { z } from 'zod'
import { type Fact, type FactKind, factKinds } from '../../schemas/facts/index.ts'

/** The columns of a stored fact, as `FACT_COLUMNS` names them. */
export const factRow = z.object({
  project: z.string(),
  kind: z.enum(factKinds as [FactKind, ...FactKind[]]),
  key: z.string(),
  occurredAt: z.int(),
  receivedAt: z.int(),
  source: z.string(),
  id: z.string(),
  payload: z.string(),
})
export type FactRow = z.infer<typeof factRow>

export const FACT_COLUMNS = `project, kind, key,
      toUnixTimestamp64Milli(occurred_at) AS occurredAt, toUnixTimestamp64Milli(received_at) AS receivedAt,
      source, event_id AS id, payload`

/** The columns that a new row gives, in this order; an empty digest is computed, and so is everything left out. */
export const WRITTEN_FACT_COLUMNS: readonly string[] =
  'project kind key occurred_at source event_id digest payload retracted received_at'.split(' ')

/**
 * Every fact that `where` selects, once: of several copies of one event of a project, merged or not,
 * equal or not, the one received first. So what was known at a moment never changes later.
 */
export const oncePerEvent = (database: string, where: string): string => `(
      SELECT * FROM ${database}.facts
      WHERE ${where}
      ORDER BY received_at, digest, kind, key, occurred_at
      LIMIT 1 BY project, source, event_id
    )`

/** The payload is trusted: it was checked against its kind's schema before it was stored. */
export function toFact({ payload, ...rest }: FactRow): Fact {
  return { ...rest, data: JSON.parse(payload) as Fact['data'] } as Fact
}
