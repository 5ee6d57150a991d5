import { stateAt } from '../../../analytics/facts/state.ts'
import { civilDateOf } from '../../../analytics/calendar/local-date.ts'
import { isWaivableState } from '../../../analytics/verdict/waivable.ts'
import { waiverStandings } from '../../../analytics/verdict/waivers.ts'
import type { ConditionResult, VerdictContent, WaiverStanding } from '../../../schemas/verdict.ts'
import type { ProjectDeclared } from '../../../schemas/facts/project.ts'
import type { KnownProject } from '../../assessor/assessor.ts'
import type { PolicyBook } from '../../policies/history.ts'
import type { ReportMonth } from './report-month.ts'

export interface ReportedWaiver extends WaiverStanding {
  /** In force on a condition that falls short. */
  readonly used: boolean
}

/** Whether a waiver in force carries a condition that falls short; what is not known is not waived by it. */
export const isCarried = ({ state, waiver }: ConditionResult): boolean =>
  waiver?.state === 'in-force' && isWaivableState(state)

/** Whether a waiver has a place in the month: it stands at its end, or it ended in it. */
function isOfMonth({ state, expiresAt }: WaiverStanding, revokedAt: number | undefined, month: ReportMonth) {
  if (state === 'expired') return Date.parse(expiresAt) > month.opening
  if (state === 'revoked') return revokedAt !== undefined && revokedAt > month.opening
  return true
}

/** A project's waivers as they stood at the end of a month, and those that ended in it. */
export function waiversOf(
  known: KnownProject & { readonly declared: ProjectDeclared },
  month: ReportMonth,
  policies: PolicyBook,
  verdictAt: (gate: string) => VerdictContent,
): ReportedWaiver[] {
  const { project, log, at, asOf, declared } = known
  const state = stateAt(project, log, at)
  const moment = { date: civilDateOf(at, declared.timeZone), asOf }
  const terms = { declared, policy: policies.applying(declared.profile, moment) }
  const revoked = new Map(state.of('waiver.revoked').map(({ data, occurredAt }) => [data.waiver, occurredAt]))
  const standing = waiverStandings(state, terms).filter((one) =>
    isOfMonth(one, revoked.get(one.waiver), month),
  )
  const gates = new Map<string, VerdictContent>()
  return standing.map((one) => {
    if (one.state !== 'in-force' && one.state !== 'expiring') return { ...one, used: false }
    const gate = one.gate ?? 'release'
    const content = gates.get(gate) ?? verdictAt(gate)
    gates.set(gate, content)
    const used = content.conditions.some((c) => c.waiver?.waiver === one.waiver && isCarried(c))
    return { ...one, used }
  })
}
