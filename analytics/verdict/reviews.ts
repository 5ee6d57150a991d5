import { civilDateOf } from '../calendar/local-date.ts'
import type { EvidenceFact } from '../indicators/evidence-records.ts'
import { evidenceRecords, isIndependent } from '../indicators/evidence-records.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { LateChange } from './late-changes.ts'
import type { RefusedEvents } from './refused-events.ts'

/** The items of evidence by which somebody outside of the division says that something odd in the record was right. */
export const reviewItems = { lateChanges: 'late-changes', refusedEvents: 'refused-events' } as const

/** The newest review of the item at the gate, or null: passed, by somebody of another organization or division. */
function reviewOf(view: ProjectView, gate: string, item: string): EvidenceFact | null {
  const records = evidenceRecords(view, gate, item)
  if (records.some(({ data }) => data.result !== 'passed')) return null
  const accepted = records.filter(({ data }) => isIndependent(data.verifier, view.declared, true))
  return accepted.reduce<EvidenceFact | null>(
    (newest, record) => (newest === null || verifiedAt(record) > verifiedAt(newest) ? record : newest),
    null,
  )
}

const verifiedAt = ({ data, occurredAt }: EvidenceFact) => Math.min(Date.parse(data.verifiedAt), occurredAt)

/** Splits late changes into those that stand alone and those that a review has seen: made before it, and known by its day. */
export function reviewedChanges(view: ProjectView, gate: string, changes: readonly LateChange[]) {
  const review = reviewOf(view, gate, reviewItems.lateChanges)
  const dateOf = (instant: number) => civilDateOf(instant, view.zone)
  const isSeen = ({ madeBy }: LateChange) =>
    review !== null &&
    madeBy.occurredAt <= verifiedAt(review) &&
    dateOf(madeBy.receivedAt) <= dateOf(review.receivedAt)
  return { review, open: changes.filter((change) => !isSeen(change)), seen: changes.filter(isSeen) }
}

/** Splits refused events into those that nobody looked at and those that had all come before a review. */
export function reviewedRefusals(view: ProjectView, gate: string, refused: readonly RefusedEvents[]) {
  const review = reviewOf(view, gate, reviewItems.refusedEvents)
  const isSeen = ({ last }: RefusedEvents) => review !== null && last <= verifiedAt(review)
  return { review, open: refused.filter((events) => !isSeen(events)), seen: refused.filter(isSeen) }
}
