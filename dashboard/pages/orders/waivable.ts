import type { Readiness } from '../../../schemas/answers.ts'
import { policyAnswer } from '../../../schemas/answers-policy.ts'
import type { Condition, GateKind } from '../../../schemas/policy.ts'
import type { ConditionState } from '../../../schemas/verdict.ts'
import { isWaivable } from '../../../schemas/waivable.ts'
import { ask } from '../../ask.ts'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'

/** A condition of the gate, and why no waiver of it can be requested; null when one can. */
export interface OfferedCondition {
  readonly id: string
  readonly title: string
  readonly state: ConditionState
  readonly notWaivable: 'policy' | 'independent' | 'built-in' | null
}

const kindOf = (gate: string): GateKind => (gate === 'plan' || gate === 'release' ? gate : 'phase-exit')

function whyNot(condition: Condition | undefined): OfferedCondition['notWaivable'] {
  if (condition === undefined) return 'built-in'
  if (isWaivable(condition)) return null
  return condition.waivable ? 'independent' : 'policy'
}

/** What a waiver can be about comes first: what fails, and before what nobody can say. */
const rank: Readonly<Record<ConditionState, number>> = {
  FAIL: 0,
  INCONCLUSIVE: 1,
  NO_DATA: 2,
  STALE: 2,
  ERROR: 2,
  PASS: 3,
  NOT_APPLICABLE: 4,
}

/** The conditions that a verdict was given by, as the policy of the verdict lets them be waived. */
export async function offeredConditions(
  visit: Visit,
  ports: DashboardPorts,
  { policy, gate, conditions }: Readiness,
): Promise<OfferedCondition[]> {
  if (policy === null) return []
  const path = `/v1/policies/${encodeURIComponent(policy.id)}?version=${policy.version}`
  const answer = await ask(ports, visit, path, policyAnswer)
  // Without the policy nothing is known against a condition, and the API judges the request.
  const own = answer.ok ? (answer.data.resolved.gates[kindOf(gate)] ?? []) : null
  return conditions
    .map(({ id, title, state }) => ({
      id,
      title,
      state,
      notWaivable: own === null ? null : whyNot(own.find((condition) => condition.id === id)),
    }))
    .sort((a, b) => rank[a.state] - rank[b.state])
}
