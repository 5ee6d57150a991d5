import { z } from 'zod'
import type { Fact } from '../../schemas/facts/index.ts'
import { storableInstant } from '../params.ts'
import { defineQuery, runColumnQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { FACT_COLUMNS, factColumns, oncePerEvent, toFacts } from './rows.ts'

const declarations = defineQuery({
  name: 'declarations',
  params: z.object({ projects: z.array(z.string()), knownUntil: storableInstant }),
  row: factColumns,
  sql: (database) => `
    SELECT ${FACT_COLUMNS}
    FROM ${oncePerEvent(
      database,
      `project IN {projects:Array(String)} AND kind = 'project.declared'
        AND received_at <= fromUnixTimestamp64Milli({knownUntil:Int64})`,
    )}
    ORDER BY project, occurred_at, received_at, event_id, source`,
})

/** Of the fact log of these projects their declarations, in every version that was known at `knownUntil`. */
export async function loadDeclarations(
  store: Store,
  query: { projects: readonly string[]; knownUntil: number },
): Promise<Fact[]> {
  const { projects, knownUntil } = query
  if (projects.length === 0) return []
  return toFacts(await runColumnQuery(store, declarations, { projects: [...projects], knownUntil }))
}
