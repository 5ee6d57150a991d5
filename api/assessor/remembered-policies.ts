import type { AssessRequest } from '../../analytics/verdict/evaluate.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { PolicyBook } from '../policies/history.ts'

/** Which policy applies by what was known at `asOf`; each profile and date is resolved once. */
export function rememberedPolicies(
  policies: Pick<PolicyBook, 'applying'>,
  asOf: number,
): AssessRequest['policyOf'] {
  const known = new Map<string, Policy | null>()
  return (profile, date) => {
    const key = `${date} ${profile}`
    const before = known.get(key)
    if (before !== undefined) return before
    const policy = policies.applying(profile, { date, asOf })
    known.set(key, policy)
    return policy
  }
}
