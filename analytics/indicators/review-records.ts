import type { Fact } from '../../schemas/facts/index.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { type EvidenceFact, evidenceRecords, isIndependent } from './evidence-records.ts'
import type { ProjectView } from './project-view.ts'

/** When something was verified: not later than it was told, in milliseconds. */
export const verifiedAt = ({ data, occurredAt }: EvidenceFact): number =>
  Math.min(Date.parse(data.verifiedAt), occurredAt)

/**
 * The newest record by which somebody of another organization or division says that what the item is about was right
 * at the gate; null without any, and while anybody says otherwise.
 */
export function reviewOf(view: ProjectView, gate: string, item: string): EvidenceFact | null {
  const records = evidenceRecords(view, gate, item)
  if (records.some(({ data }) => data.result !== 'passed')) return null
  const accepted = records.filter(({ data }) => isIndependent(data.verifier, view.declared, true))
  return accepted.reduce<EvidenceFact | null>(
    (newest, record) => (newest === null || verifiedAt(record) > verifiedAt(newest) ? record : newest),
    null,
  )
}

/** Whether a review has seen what a fact says: it happened before the review, and was known by its day. */
export function hasSeen(review: EvidenceFact | null, fact: Fact, zone: string): boolean {
  return (
    review !== null &&
    fact.occurredAt <= verifiedAt(review) &&
    civilDateOf(fact.receivedAt, zone) <= civilDateOf(review.receivedAt, zone)
  )
}
