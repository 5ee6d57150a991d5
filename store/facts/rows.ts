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

/** The same columns as lists, for `runColumnQuery`. */
export const factColumns = z.object({
  project: z.array(z.string()),
  kind: z.array(factRow.shape.kind),
  key: z.array(z.string()),
  occurredAt: z.array(z.int()),
  receivedAt: z.array(z.int()),
  source: z.array(z.string()),
  id: z.array(z.string()),
  payload: z.array(z.string()),
})

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

/** The same of many facts. All payloads are parsed as one text: one call in place of thousands. */
export function toFacts(columns: z.infer<typeof factColumns>): Fact[] {
  const { project, kind, key, occurredAt, receivedAt, source, id, payload } = columns
  const data = JSON.parse(`[${payload.join(',')}]`) as Fact['data'][]
  if (data.length !== payload.length) throw new Error('toFacts: a payload is not one JSON value')
  return data.map(
    (each, place) =>
      ({
        project: project[place],
        kind: kind[place],
        key: key[place],
        occurredAt: occurredAt[place],
        receivedAt: receivedAt[place],
        source: source[place],
        id: id[place],
        data: each,
      }) as Fact,
  )
}
