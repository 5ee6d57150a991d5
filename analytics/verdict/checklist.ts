import type { Condition } from '../../schemas/policy.ts'
import type { Independence } from '../indicators/evidence-records.ts'
import { TRIAGE_ITEM } from '../indicators/security/dismissals.ts'
import { reviewItems } from './reviews.ts'

/** One item of evidence that a gate asks for, or may be given to explain what stands against the record. */
export interface ChecklistItem {
  readonly item: string
  readonly independence: Independence
  /** Null for a review, which is asked for only when there is something to be reviewed. */
  readonly condition: Condition | null
}

/** The checklist of a gate: its conditions on evidence in the policy's order, and the reviews. */
export function checklistOf(conditions: readonly Condition[]): ChecklistItem[] {
  const asked = conditions.flatMap((condition): ChecklistItem[] => {
    const { item, independent } = condition.scope
    return item === undefined ? [] : [{ item, independence: independent ?? false, condition }]
  })
  const isTriageAsked = conditions.some(({ indicator }) => indicator === 'security.unconfirmed-dismissals')
  const items = [...Object.values(reviewItems), ...(isTriageAsked ? [TRIAGE_ITEM] : [])]
  const reviews = items.map((item): ChecklistItem => ({
    item,
    independence: true,
    condition: null,
  }))
  return [...asked, ...reviews]
}
