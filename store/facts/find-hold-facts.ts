import { z } from 'zod'
import type { Fact } from '../../schemas/facts/index.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factRow, oncePerEvent, toFact } from './rows.ts'

const holdFacts = defineQuery({
  name: 'hold-facts',
  params: z.object({ keys: z.array(z.string()) }),
  row: factRow,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(database, "kind IN ('hold.placed', 'hold.lifted') AND key IN {keys:Array(String)}")}
    ORDER BY occurred_at, received_at, event_id, source`,
})

/** Every placing and lifting of holds, whatever they are about. `keys` are the holds' natural keys. */
export async function findHoldFacts(store: Store, keys: readonly string[]): Promise<Fact[]> {
  return (await runQuery(store, holdFacts, { keys: [...keys] })).map(toFact)
}
