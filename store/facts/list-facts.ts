import { z } from 'zod'
import type { Fact, FactKind } from '../../schemas/facts/index.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { pageLimit, storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factRow, oncePerEvent, toFact } from './rows.ts'

const place = z.tuple([storableInstant, storableInstant, z.string(), z.string()])

const factsPage = defineQuery({
  name: 'facts-page',
  params: z.object({
    project: z.string(),
    kinds: z.array(z.string()),
    key: z.string().nullable(),
    from: storableInstant,
    to: storableInstant,
    knownUntil: storableInstant,
    limit: z.int(),
    occurredAt: storableInstant,
    receivedAt: storableInstant,
    id: z.string(),
    source: z.string(),
    continued: z.boolean(),
  }),
  row: factRow,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(
      database,
      'project = {project:String} AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})',
    )}
    WHERE (empty({kinds:Array(String)}) OR kind IN {kinds:Array(String)})
      AND ({key:Nullable(String)} IS NULL OR key = {key:Nullable(String)})
      AND occurred_at >= fromUnixTimestamp64Milli({from:Int64})
      AND occurred_at <= fromUnixTimestamp64Milli({to:Int64})
      AND (NOT {continued:Bool} OR (occurred_at, received_at, event_id, source) < (
        fromUnixTimestamp64Milli({occurredAt:Int64}), fromUnixTimestamp64Milli({receivedAt:Int64}),
        {id:String}, {source:String}))
    ORDER BY occurred_at DESC, received_at DESC, event_id DESC, source DESC
    LIMIT {limit:UInt32}`,
})

export interface FactsPageQuery {
  readonly project: string
  /** All when left out. */
  readonly kinds?: readonly FactKind[] | undefined
  /** The natural key as text, as in `Fact.key`. */
  readonly key?: string | undefined
  /** Bounds of `occurredAt` in milliseconds, both included. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly knownUntil: number
  readonly limit: number
  readonly cursor?: string | undefined
}

/**
 * One page of a project's facts in every version, the newest occurrence first. Pages taken with one
 * `knownUntil` neither overlap nor leave anything out.
 *
 * @throws {InvalidCursor}
 */
export async function listFacts(
  store: Store,
  query: FactsPageQuery,
): Promise<{ facts: Fact[]; next: string | null }> {
  const limit = pageLimit.parse(query.limit)
  const after = query.cursor === undefined ? null : decodeCursor(place, query.cursor)
  const rows = await runQuery(store, factsPage, {
    project: query.project,
    kinds: [...(query.kinds ?? [])],
    key: query.key ?? null,
    from: query.from ?? Date.UTC(1900, 0, 1),
    to: query.to ?? Date.UTC(2299, 11, 31),
    knownUntil: query.knownUntil,
    limit: limit + 1,
    occurredAt: after?.[0] ?? 0,
    receivedAt: after?.[1] ?? 0,
    id: after?.[2] ?? '',
    source: after?.[3] ?? '',
    continued: after !== null,
  })
  const facts = rows.slice(0, limit).map(toFact)
  const last = rows.length > limit ? facts.at(-1) : undefined
  const next = last && encodeCursor([last.occurredAt, last.receivedAt, last.id, last.source])
  return { facts, next: next ?? null }
}
