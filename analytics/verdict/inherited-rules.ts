import { gateKind, type Policy, type PolicyDocument } from '../../schemas/policy.ts'

/** Longest that a waiver lasts from its approval when no policy says, in days. */
const DEFAULT_WAIVER_DAYS = 90
/** Days in which a late change asks for a review when no policy says. */
const DEFAULT_LATE_CHANGE_DAYS = 14

type Rules = Pick<Policy, 'maxWaiverDays' | 'lateChangeDays' | 'requiredSources'>

/** What a policy says beside its conditions: its own word, else its parent's; required sources add up. */
export function inheritedRules(document: PolicyDocument, parent: Rules | undefined): Rules {
  const sources = gateKind.options.map((kind) => {
    const own = document.gates[kind]?.requiredSources ?? []
    return [kind, [...(parent?.requiredSources[kind] ?? []), ...own]] as const
  })
  return {
    maxWaiverDays: document.maxWaiverDays ?? parent?.maxWaiverDays ?? DEFAULT_WAIVER_DAYS,
    lateChangeDays: document.lateChangeDays ?? parent?.lateChangeDays ?? DEFAULT_LATE_CHANGE_DAYS,
    requiredSources: Object.fromEntries(sources.filter(([, required]) => required.length > 0)),
  }
}
