import { z } from 'zod'
import type { Fact } from '../../schemas/facts/index.ts'
import { storableInstant } from '../params.ts'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factRow, oncePerEvent, toFact } from './rows.ts'

const wideFacts = defineQuery({
  name: 'wide-facts',
  params: z.object({ knownUntil: storableInstant }),
  row: factRow,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(
      database,
      `(startsWith(project, 'division:') OR startsWith(project, 'organization:'))
        AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})`,
    )}
    WHERE kind IN ('hold.placed', 'hold.lifted')
    ORDER BY project, occurred_at, received_at, event_id, source`,
})

/** The holds placed on and lifted from a division or an organization, as known at `knownUntil`; ordered as the fact log. */
export async function loadWideFacts(store: Store, query: { knownUntil: number }): Promise<Fact[]> {
  const rows = await runQuery(store, wideFacts, query)
  return rows.map(toFact)
}
