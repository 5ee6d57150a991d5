import type { Fact, FactOf } from '../../schemas/facts/index.ts'
import type { HoldScope } from '../../schemas/facts/orders.ts'
import type { HoldInForce } from '../../schemas/verdict.ts'
import { isSameName } from '../facts/same-name.ts'
import { compareText, newer, type ProjectState } from '../facts/state.ts'

type Placed = FactOf<'hold.placed'>

/** The divisions that a project was declared in, each with until when it was the declared one. */
export interface DeclaredDivision {
  readonly division: string
  /** Of occurrence and of receipt, in milliseconds: when another declaration took its place; Infinity for the last. */
  readonly happenedUntil: number
  readonly knownUntil: number
}

/** Every division that a project was ever declared in, from what is known at a moment. */
export function divisionsOf(project: string, log: readonly Fact[], at: number): DeclaredDivision[] {
  const versions = log
    .filter((fact) => fact.kind === 'project.declared' && fact.project === project && fact.occurredAt <= at)
    .sort(newer)
  return versions.flatMap((version, i) => {
    if (version.kind !== 'project.declared') return []
    const next = versions[i + 1]
    return [
      {
        division: version.data.division,
        happenedUntil: next?.occurredAt ?? Infinity,
        knownUntil: next?.receivedAt ?? Infinity,
      },
    ]
  })
}

/**
 * Whether a hold applies to a project. One on a division applies to every project that was in it when the hold was
 * placed or has been since: a project does not get out of a hold by declaring another division, nor by saying afterwards
 * that it had already moved.
 */
function applies(
  { data, occurredAt }: Placed,
  project: string,
  divisions: readonly DeclaredDivision[],
): boolean {
  const { scope } = data
  if (scope === 'all') return true
  if ('project' in scope) return scope.project === project
  return divisions.some(
    ({ division, happenedUntil, knownUntil }) =>
      Math.max(happenedUntil, knownUntil) > occurredAt && isSameName(scope.division, division),
  )
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
  divisions: readonly DeclaredDivision[],
): HoldInForce[] {
  const placed = states.flatMap((state) => state.of('hold.placed'))
  const lifted = states.flatMap((state) => state.of('hold.lifted'))
  const isLifted = (hold: FactOf<'hold.placed'>) =>
    lifted.some(
      (lift) =>
        lift.data.hold === hold.data.hold && lift.data.office === hold.data.office && newer(lift, hold) > 0,
    )
  return placed
    .filter((hold) => applies(hold, project, divisions) && !isLifted(hold))
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
