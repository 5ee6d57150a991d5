import { z } from 'zod'
import { grants } from './access.ts'
import { line } from './primitives.ts'

const at = z.string().describe('RFC 3339 instant')

/** What is asked for with a new key. */
export const createKey = z.strictObject({
  name: line().describe('whose it is: acts are recorded under this name'),
  grants,
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})

const GRACE_DEFAULT = 86_400
const GRACE_LONGEST = 30 * 86_400

export const rotateKey = z.strictObject({
  graceSeconds: z
    .int()
    .min(0)
    .max(GRACE_LONGEST)
    .default(GRACE_DEFAULT)
    .describe('how long the secret before is still good'),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe('as before when left out'),
})

/** A key without its secret, which nobody can see again. */
export const keyAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  grants,
  state: z.enum(['valid', 'expired', 'revoked']),
  createdAt: at,
  createdBy: z.string(),
  rotatedAt: at.nullable(),
  previousUntil: at.nullable().describe('until when the secret before the rotation is good'),
  expiresAt: at.nullable(),
  revokedAt: at.nullable(),
  revokedBy: z.string().nullable(),
  lastUsedOn: z.string().nullable().describe('a day in UTC'),
})
export type KeyAnswer = z.infer<typeof keyAnswer>

/** A key with its secret: this once, and never again. */
export const newKeyAnswer = keyAnswer.extend({ key: z.string() })
export type NewKeyAnswer = z.infer<typeof newKeyAnswer>

export const keyList = z.strictObject({ keys: z.array(keyAnswer) })

export const auditOutcome = z.enum(['done', 'refused', 'failed'])

/** Who changed what, and who was refused. */
export const auditEntry = z.strictObject({
  at,
  entry: z.string(),
  principalId: z.string().nullable(),
  principal: z.string().nullable().describe('null for a caller that did not prove who it is'),
  method: z.string(),
  route: z.string(),
  subject: z.string().nullable().describe('the project or division it was about, where it names one'),
  outcome: auditOutcome,
  status: z.int(),
  code: z.string().nullable(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  times: z.int().describe('more than 1: so many alike within the minute'),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = z.strictObject({ entries: z.array(auditEntry), next: z.string().nullable() })
