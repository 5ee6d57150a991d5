import type { Policy } from '../../schemas/policy.ts'
import { policyReference, type PolicyReference } from '../../schemas/verdict.ts'
import type { PolicyHistory, PolicyMoment } from './history.ts'
import { idOf, type PolicyVersion } from './resolve.ts'

/** Whether a version is what is judged by at a moment. */
export function stateOf(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
): 'in-force' | 'planned' | 'superseded' {
  const applying = history.versionAt(idOf(version), moment)
  if (version.effectiveFrom > moment.date) return 'planned'
  return applying === version ? 'in-force' : 'superseded'
}

/**
 * A version with what it inherits: as it is today when it is in force, as it will be on its first day when it is
 * planned, as it was on its first day when another has followed.
 */
export function resolvedVersion(
  history: PolicyHistory,
  version: PolicyVersion,
  moment: PolicyMoment,
): Policy {
  const date = stateOf(history, version, moment) === 'in-force' ? moment.date : version.effectiveFrom
  const policy = history.trying(version).applying(idOf(version), { ...moment, date })
  if (policy === null) throw new Error(`policies: ${idOf(version)} is not in its own history`)
  return policy
}

/** How an answer names a policy. */
export const referenceOf = ({ id, version, digest, textDigest, parents }: Policy): PolicyReference =>
  policyReference.parse({ id, version, digest, textDigest, parents })

/**
 * A policy as if it were in force on every day: what is planned for `from` is tried before its time. Conditions that
 * are required by then are; those that begin still later are not.
 */
export function asIfInForce(policy: Policy, from: string): Policy {
  const gates = Object.entries(policy.gates).map(([gate, conditions]) => [
    gate,
    conditions.map(({ effectiveFrom, ...condition }) =>
      effectiveFrom === undefined || effectiveFrom <= from ? condition : { ...condition, effectiveFrom },
    ),
  ])
  return { ...policy, effectiveFrom: '', gates: Object.fromEntries(gates) as Policy['gates'] }
}
