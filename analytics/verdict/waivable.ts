import type { Condition } from '../../schemas/policy.ts'
import type { ConditionResult } from '../../schemas/verdict.ts'

/**
 * Whether a condition may be waived at all. Independent evidence never is, whatever the policy says: a waiver by
 * people of one house cannot stand for what somebody outside of it has seen.
 */
export function isWaivable({ waivable, scope }: Condition): boolean {
  return waivable && (scope.independent ?? false) === false
}

/**
 * Whether a waiver can let a condition in this state pass: only a known shortfall is accepted. What is not known
 * (NO_DATA, STALE, ERROR) holds all the same, so that a missing number never looks like a good one.
 */
export function isWaivableState(state: ConditionResult['state']): boolean {
  return state === 'FAIL' || state === 'INCONCLUSIVE'
}
