import { z } from 'zod'
import type { Fact } from '../../schemas/facts/index.ts'
import { storableInstant } from '../params.ts'
import { defineQuery, runColumnQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factColumns, oncePerEvent, toFacts } from './rows.ts'

const factLog = defineQuery({
  name: 'fact-log',
  params: z.object({ projects: z.array(z.string()), knownUntil: storableInstant }),
  row: factColumns,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(
      database,
      'project IN {projects:Array(String)} AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})',
    )}
    ORDER BY project, occurred_at, received_at, event_id, source`,
})

/**
 * Everything that was known of these projects at `knownUntil` (received then or before), each event once,
 * in the order project, occurredAt, receivedAt, id, source. The same arguments give the same list for ever,
 * if `knownUntil` was settled when first asked.
 */
export async function loadFactLog(
  store: Store,
  query: { projects: readonly string[]; knownUntil: number },
): Promise<Fact[]> {
  if (query.projects.length === 0) return []
  const { projects, knownUntil } = query
  return toFacts(await runColumnQuery(store, factLog, { projects: [...projects], knownUntil }))
}
