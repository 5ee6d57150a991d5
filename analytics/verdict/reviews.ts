import { hasSeen, reviewOf, verifiedAt } from '../indicators/review-records.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { LateChange } from './late-changes.ts'
import type { RefusedEvents } from './refused-events.ts'

/** The items of evidence by which somebody outside of the division says that something odd in the record was right. */
export const reviewItems = { lateChanges: 'late-changes', refusedEvents: 'refused-events' } as const

/** Splits late changes into those that stand alone and those that a review has seen: made before it, and known by its day. */
export function reviewedChanges(view: ProjectView, gate: string, changes: readonly LateChange[]) {
  const review = reviewOf(view, gate, reviewItems.lateChanges)
  const isSeen = ({ madeBy }: LateChange) => hasSeen(review, madeBy, view.zone)
  return { review, open: changes.filter((change) => !isSeen(change)), seen: changes.filter(isSeen) }
}

/** Splits refused events into those that nobody looked at and those that had all come before a review. */
export function reviewedRefusals(view: ProjectView, gate: string, refused: readonly RefusedEvents[]) {
  const review = reviewOf(view, gate, reviewItems.refusedEvents)
  const isSeen = ({ last }: RefusedEvents) => review !== null && last <= verifiedAt(review)
  return { review, open: refused.filter((events) => !isSeen(events)), seen: refused.filter(isSeen) }
}
