import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'

const mark = defineQuery({
  name: 'policy-mark',
  params: z.object({}),
  row: z.object({ versions: z.int(), knownFrom: z.int() }),
  sql: (database) => `
    SELECT toUInt32(uniqExact(id, version)) AS versions, toUnixTimestamp64Milli(max(known_from)) AS knownFrom
    FROM ${database}.policies`,
})

/** How many versions there are, and since when the newest is known, in milliseconds: what tells that there is a new one. */
export async function readPolicyMark(
  store: Pick<Store, 'read' | 'database'>,
): Promise<{ versions: number; knownFrom: number }> {
  const [found] = await runQuery(store, mark, {})
  return found ?? { versions: 0, knownFrom: 0 }
}
