import type { FactOf } from '../../schemas/facts/index.ts'
import type { HoldScope } from '../../schemas/facts/orders.ts'
import type { HoldInForce } from '../../schemas/verdict.ts'
import { isSameName } from '../facts/same-name.ts'
import { compareText, newer, type ProjectState } from '../facts/state.ts'

function applies(scope: HoldScope, project: string, division: string | null): boolean {
  if (scope === 'all') return true
  return 'project' in scope
    ? scope.project === project
    : division !== null && isSameName(scope.division, division)
}

const described = (scope: HoldScope) =>
  scope === 'all' ? 'all' : 'project' in scope ? `project:${scope.project}` : `division:${scope.division}`

/**
 * The holds in force on a project: placed, applying to it, and not lifted since by the same office.
 * `states` are the project's own state and those of what is wider than one project.
 */
export function holdsInForce(
  states: readonly ProjectState[],
  project: string,
  division: string | null,
): HoldInForce[] {
  const placed = states.flatMap((state) => state.of('hold.placed'))
  const lifted = states.flatMap((state) => state.of('hold.lifted'))
  const isLifted = (hold: FactOf<'hold.placed'>) =>
    lifted.some(
      (lift) =>
        lift.data.hold === hold.data.hold && lift.data.office === hold.data.office && newer(lift, hold) > 0,
    )
  return placed
    .filter((hold) => applies(hold.data.scope, project, division) && !isLifted(hold))
    .map(({ data, occurredAt }) => ({
      hold: data.hold,
      office: data.office,
      scope: described(data.scope),
      reason: data.reason,
      placedBy: data.placedBy,
      placedAt: new Date(occurredAt).toISOString(),
    }))
    .sort((a, b) => compareText(a.placedAt, b.placedAt) || compareText(a.hold, b.hold))
}
