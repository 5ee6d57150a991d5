import { z } from 'zod'
import { defineQuery, runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { type PolicyRow, policyRow } from './rows.ts'

const policies = defineQuery({
  name: 'policies',
  params: z.object({}),
  row: policyRow,
  sql: (database) => `
    SELECT id, version, text_digest AS textDigest, text, file, toString(effective_from) AS effectiveFrom,
      toUnixTimestamp64Milli(known_from) AS knownFrom, toUnixTimestamp64Milli(uploaded_at) AS uploadedAt,
      uploaded_by AS uploadedBy
    FROM ${database}.policies
    ORDER BY id, version, uploaded_at, text_digest`,
})

/** Every version of every policy, oldest first. */
export function listPolicies(store: Pick<Store, 'read' | 'database'>): Promise<PolicyRow[]> {
  return runQuery(store, policies, {})
}
