import type { Fact } from '../../../schemas/facts/index.ts'
import { condition, type Condition } from '../../../schemas/policy.ts'
import type { AssessRequest } from '../../../analytics/verdict/evaluate.ts'
import { assessed, shippedPolicies } from '../../helpers/assessing.ts'

const texts = { title: { en: 'T', ja: 'T' }, rationale: { en: 'R', ja: 'R' }, remedy: { en: 'M', ja: 'M' } }

/** A required condition of a policy. */
export const asked = (
  id: string,
  indicator: Condition['indicator'],
  unit: Condition['unit'],
  rest: object,
): Condition => condition.parse({ id, indicator, unit, kind: 'required', ...texts, ...rest })

/** The verdict by the standard policy with further conditions at its release gate. */
export function assessedWith(
  log: readonly Fact[],
  more: readonly Condition[],
  options: Partial<AssessRequest> = {},
) {
  const standard = shippedPolicies().get('standard')!
  const gates = { ...standard.gates, release: [...standard.gates.release!, ...more] }
  return assessed(log, { policyOf: () => ({ ...standard, gates }), ...options })
}
