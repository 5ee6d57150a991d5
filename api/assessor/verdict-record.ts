import type { VerdictContent } from '../../schemas/verdict.ts'
import { digestOf } from './digest.ts'
import { recordId } from './record-id.ts'

/** A verdict as it was given: immutable, and part of the chain of its project and gate. Instants are milliseconds. */
export interface VerdictRecord {
  /** Digest of the content and of what it supersedes, so that a verdict that comes back is a new record. */
  readonly id: string
  /** Digest of the content alone: equal facts, policy and moment give an equal digest. */
  readonly digest: string
  readonly content: VerdictContent
  readonly at: number
  readonly asOf: number
  readonly computedAt: number
  /** Whether it was current when computed; false for an answer about the past. */
  readonly live: boolean
  readonly supersedes: string | null
}

/** The digest of a verdict's content. Its JSON is built in a fixed order, so equal contents have equal texts. */
export function contentDigest(content: VerdictContent): string {
  return digestOf(JSON.stringify(content))
}

/** A record of a current verdict that follows `previous`. */
export function liveRecord(
  content: VerdictContent,
  moment: { at: number; asOf: number; computedAt: number },
  previous: VerdictRecord | null,
): VerdictRecord {
  const digest = contentDigest(content)
  const supersedes = previous?.id ?? null
  const id = recordId({ digest, live: true, supersedes, ...moment })
  return { id, digest, content, ...moment, live: true, supersedes }
}

/** A record of a verdict about the past: it belongs to no chain. */
export function pastRecord(
  content: VerdictContent,
  moment: { at: number; asOf: number; computedAt: number },
): VerdictRecord {
  const digest = contentDigest(content)
  const id = recordId({ digest, live: false, supersedes: null, ...moment })
  return { id, digest, content, ...moment, live: false, supersedes: null }
}
