import type { Fact } from '../../schemas/facts/index.ts'
import type { Notice } from '../../schemas/verdict.ts'
import type { EvidenceFact } from '../indicators/evidence-records.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { type Contradiction, contradictions } from './contradictions.ts'
import { disagreeingSources } from './disagreeing-sources.ts'
import { lateChanges } from './late-changes.ts'
import type { RefusedEvents } from './refused-events.ts'
import { reviewedChanges, reviewedRefusals } from './reviews.ts'

/** What stands against the record of a project, and what somebody outside of it has looked at and let stand. */
export interface JudgedRecord {
  readonly contradictions: readonly Contradiction[]
  readonly refused: readonly RefusedEvents[]
  readonly notices: readonly Notice[]
}

interface RecordRequest {
  readonly log: readonly Fact[]
  readonly refused: readonly RefusedEvents[]
  readonly gate: string
  readonly at: number
}

function noticeOf(code: Notice['code'], review: EvidenceFact | null, count: number): Notice[] {
  if (review === null || count === 0) return []
  const { verifier, verifiedAt } = review.data
  const { name, organization } = verifier
  return [{ code, condition: 'completeness', parameters: { count, name, organization, verifiedAt } }]
}

/** Judges whether the facts can be believed: contradictions, late changes and refused events, less what was reviewed. */
export function judgeRecord(request: RecordRequest, view: ProjectView, lateChangeDays: number): JudgedRecord {
  const disagreeing = disagreeingSources(request.log, request.at)
  const changes = reviewedChanges(view, request.gate, lateChanges(view, lateChangeDays))
  const refusals = reviewedRefusals(view, request.gate, request.refused)
  const refused = refusals.seen.reduce((sum, { count }) => sum + count, 0)
  return {
    contradictions: [
      ...contradictions(view),
      ...disagreeing.map(({ key, kind }): Contradiction => ({
        code: 'SOURCES_DISAGREE',
        about: key,
        detail: kind,
      })),
      ...changes.open.map(({ code, about, detail }): Contradiction => ({ code, about, detail })),
    ],
    refused: refusals.open,
    notices: [
      ...noticeOf('LATE_CHANGES_REVIEWED', changes.review, changes.seen.length),
      ...noticeOf('REFUSED_EVENTS_REVIEWED', refusals.review, refused),
    ],
  }
}
