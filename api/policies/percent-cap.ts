import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { DEFAULT_PERCENT_CAP } from '../../analytics/evm/earned-value.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { PolicyBook } from './history.ts'

/** Highest percent complete credited without objective evidence, by the policy that applied to a project at a moment. */
export function percentCapOf(
  policies: Pick<PolicyBook, 'applying'>,
  { profile, timeZone }: Pick<ProjectDeclared, 'profile' | 'timeZone'>,
  { at, asOf }: { readonly at: number; readonly asOf: number },
): number {
  const policy = policies.applying(profile, { date: civilDateOf(at, timeZone), asOf })
  return policy?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
}
