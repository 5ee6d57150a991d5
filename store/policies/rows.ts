import { z } from 'zod'
import { storableInstant } from '../params.ts'

/** A version of a policy as kept. Instants are milliseconds, `effectiveFrom` a civil date. */
export const policyRow = z.object({
  id: z.string().min(1),
  version: z.int().min(1).max(4_294_967_295),
  textDigest: z.string().regex(/^[0-9a-f]{64}$/),
  text: z.string(),
  file: z.string(),
  effectiveFrom: z.iso.date(),
  knownFrom: storableInstant,
  uploadedAt: storableInstant,
  uploadedBy: z.string(),
})
export type PolicyRow = z.infer<typeof policyRow>
