import type { Condition } from './policy.ts'

/**
 * Whether a condition may be waived at all. Independent evidence never is, whatever the policy says: a waiver by
 * people of one house cannot stand for what somebody outside of it has seen.
 */
export function isWaivable({ waivable, scope }: Condition): boolean {
  return waivable && (scope.independent ?? false) === false
}
