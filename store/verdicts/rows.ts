import { z } from 'zod'
import { recommendation } from '../../schemas/verdict.ts'
import { storableInstant } from '../params.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * A verdict as kept. `id` names the record, `content` is its JSON text. `live`: it was the current verdict when
 * computed; otherwise it answered a question about another moment. Instants are milliseconds.
 */
export const verdictRow = z.object({
  id: digest,
  project: z.string().min(1),
  gate: z.string().min(1),
  at: storableInstant,
  asOf: storableInstant,
  computedAt: storableInstant,
  recommendation,
  score: z.number(),
  live: z.boolean(),
  supersedes: digest.nullable(),
  policyId: z.string().nullable(),
  policyVersion: z.int().min(0).max(4_294_967_295).nullable(),
  policyDigest: z.string().nullable(),
  content: z.string(),
  /** Digest of the program that computed it; empty where that is not known. */
  program: z.string(),
})
export type VerdictRow = z.infer<typeof verdictRow>

const known = z.string().transform((text) => (text === '' ? null : text))

/** A row as read: empty text and version 0 stand for null in the table. */
const storedVerdict = verdictRow.extend({
  supersedes: known,
  policyId: known,
  policyVersion: z.int().transform((version) => (version === 0 ? null : version)),
  policyDigest: known,
})

export const VERDICT_COLUMNS = `id, project, gate, toUnixTimestamp64Milli(at) AS atMs,
      toUnixTimestamp64Milli(as_of) AS asOf, toUnixTimestamp64Milli(computed_at) AS computedAt,
      recommendation, score, live, supersedes, policy_id AS policyId, policy_version AS policyVersion,
      policy_digest AS policyDigest, content, program`

/** What selects the newest live verdict of each of some `projects` at a `gate`. */
export const latestOfEach = `project IN {projects:Array(String)} AND gate = {gate:String} AND live
    ORDER BY project, computed_at DESC, id DESC
    LIMIT 1 BY project`

/** A row as `VERDICT_COLUMNS` names it (`at` is the name of a column, so it cannot be one of a result too). */
export const selectedVerdict = z.preprocess((value: unknown) => {
  if (typeof value !== 'object' || value === null || !('atMs' in value)) return value
  const { atMs, ...rest } = value
  return { ...rest, at: atMs }
}, storedVerdict)
