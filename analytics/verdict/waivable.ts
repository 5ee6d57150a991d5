import type { ConditionResult } from '../../schemas/verdict.ts'

/**
 * Whether a waiver can let a condition in this state pass: only a known shortfall is accepted. What is not known
 * (NO_DATA, STALE, ERROR) holds all the same, so that a missing number never looks like a good one.
 */
export function isWaivableState(state: ConditionResult['state']): boolean {
  return state === 'FAIL' || state === 'INCONCLUSIVE'
}
