import type { Condition } from '../../schemas/policy.ts'
import type { WaiverMark } from '../../schemas/verdict.ts'
import { isSameName } from '../facts/same-name.ts'
import { newer, type ProjectState } from '../facts/state.ts'

/** A waiver's mark on a condition and the moment at which an approved one ends by itself. */
export interface AppliedWaiver {
  readonly mark: WaiverMark
  readonly expiresAt: number
}

/**
 * The waiver of a condition for this release, judged at the state's moment and not by a job. Of several,
 * one in force is shown first. Approval by the requester, or of a condition that is not waivable, is refused.
 */
export function waiverOf(condition: Condition, release: string, state: ProjectState): AppliedWaiver | null {
  const approvals = new Map(state.of('waiver.approved').map((fact) => [fact.data.waiver, fact]))
  const revoked = new Set(state.of('waiver.revoked').map((fact) => fact.data.waiver))
  const found = state
    .of('waiver.requested')
    .filter(({ data }) => data.condition === condition.id && data.release === release)
    .map((request): AppliedWaiver => {
      const { data } = request
      const approved = approvals.get(data.waiver)
      // An approval is of the request as it stood: one that changed since has to be approved again.
      const approval = approved !== undefined && newer(approved, request) > 0 ? approved.data : undefined
      const expiresAt = Math.min(
        Date.parse(data.expiresAt),
        approval ? Date.parse(approval.expiresAt) : Infinity,
      )
      const refused =
        !condition.waivable || (approval !== undefined && isSameName(approval.approvedBy, data.requestedBy))
      const markState = revoked.has(data.waiver)
        ? 'revoked'
        : refused
          ? 'refused'
          : expiresAt <= state.at
            ? 'expired'
            : approval === undefined
              ? 'requested'
              : 'in-force'
      const mark = {
        waiver: data.waiver,
        state: markState,
        requestedBy: data.requestedBy,
        approvedBy: approval?.approvedBy ?? null,
        expiresAt: new Date(expiresAt).toISOString(),
      } as const
      return { mark, expiresAt }
    })
  return found.find(({ mark }) => mark.state === 'in-force') ?? found[0] ?? null
}
