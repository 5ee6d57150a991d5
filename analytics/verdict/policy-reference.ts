import type { Policy } from '../../schemas/policy.ts'
import type { PolicyReference } from '../../schemas/verdict.ts'

/** Which policy it was: what was judged by, and every text that this came from. */
export function referenceTo({ id, version, digest, textDigest, parents }: Policy): PolicyReference {
  return { id, version, digest, textDigest, parents: parents.map((parent) => ({ ...parent })) }
}
