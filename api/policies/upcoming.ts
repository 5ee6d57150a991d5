import type { Policy } from '../../schemas/policy.ts'
import type { PolicyHistory, PolicyMoment } from './history.ts'

/** What will be judged by from a day on. */
export interface Upcoming {
  readonly policy: Policy
  readonly effectiveFrom: string
}

/** The next policy of a profile that is not the one of the moment: by a version of its own or of what it builds on. */
export function upcomingPolicy(
  history: PolicyHistory,
  profile: string,
  moment: PolicyMoment,
): Upcoming | null {
  const present = history.applying(profile, moment)
  const isInForce = present !== null && present.effectiveFrom <= moment.date
  for (const effectiveFrom of history.changesAfter(profile, moment)) {
    const policy = history.applying(profile, { ...moment, date: effectiveFrom })
    if (policy === null || policy.effectiveFrom > effectiveFrom) continue
    if (!isInForce || policy.digest !== present.digest) return { policy, effectiveFrom }
  }
  return null
}
