import { z } from 'zod'
import { type Fact, type FactKind, factKinds } from '../../schemas/facts/index.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factRow, oncePerEvent, toFact } from './rows.ts'

const orderFacts = defineQuery({
  name: 'order-facts',
  params: z.object({
    kinds: z.array(z.enum(factKinds as [FactKind, ...FactKind[]])),
    keys: z.array(z.string()),
  }),
  row: factRow,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(
      database,
      'kind IN {kinds:Array(String)} AND (empty({keys:Array(String)}) OR key IN {keys:Array(String)})',
    )}
    ORDER BY occurred_at, received_at, event_id, source`,
})

/** Every order of these kinds, whatever it is about, oldest first; with `keys` only those with one of these natural keys. */
export async function findOrderFacts(
  store: Store,
  query: { kinds: readonly FactKind[]; keys?: readonly string[] },
): Promise<Fact[]> {
  const { kinds, keys = [] } = query
  return (await runQuery(store, orderFacts, { kinds: [...kinds], keys: [...keys] })).map(toFact)
}
