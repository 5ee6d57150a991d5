import { createHash } from 'node:crypto'
import { canonicalJson } from '../../events/digest.ts'

/** sha256 of what a tracker answered, in hexadecimal, for the provenance of facts that come from no file. */
export const digestOf = (raw: unknown): string =>
  createHash('sha256').update(canonicalJson(raw)).digest('hex')
