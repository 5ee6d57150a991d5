import { civilDateOf } from '../../../analytics/calendar/local-date.ts'
import type { BacktestSummary } from '../../../analytics/verdict/backtest.ts'
import type { ApiPorts } from '../../app-types.ts'
import { runBacktest } from '../../policies/backtest.ts'
import type { PolicyHistory } from '../../policies/history.ts'
import type { PolicyVersion } from '../../policies/resolve.ts'
import { trialOf } from '../../policies/trial.ts'
import { REPORT_GATE } from './project-month.ts'
import { REPORT_ZONE, type ReportMonth } from './report-month.ts'

/** A version of a policy that began to apply, or was announced, in a month. */
export interface PolicyChange {
  readonly version: PolicyVersion
  readonly change: 'in-effect' | 'announced'
  /** The version in whose place it comes; null for the first one. */
  readonly before: PolicyVersion | null
  /** Null for a first version, and where no release can be held against it. */
  readonly backtest: BacktestSummary | null
}

/** The versions that began to apply in a month or were recorded in it, as known at its end. */
export function versionsOfMonth(
  history: PolicyHistory,
  { opening, closing }: ReportMonth,
): Pick<PolicyChange, 'version' | 'change' | 'before'>[] {
  const [lastDay, today] = [opening, closing].map((instant) => civilDateOf(instant, REPORT_ZONE))
  return history.ids(closing).flatMap((id) => {
    const versions = history.versionsOf(id, closing)
    return versions.flatMap((version, i) => {
      const { effectiveFrom, knownFrom } = version
      const begins = effectiveFrom > (lastDay ?? '') && effectiveFrom <= (today ?? '')
      const isNews = knownFrom > opening
      if (!begins && !isNews) return []
      // Known only since this month although its day had come before: it applies since it was recorded.
      const change = effectiveFrom <= (today ?? '') ? ('in-effect' as const) : ('announced' as const)
      return [{ version, change, before: versions[i - 1] ?? null }]
    })
  })
}

type Ports = Pick<ApiPorts, 'assessor' | 'policies'> & { readonly yieldNow: () => Promise<unknown> }

/** The policy changes of a month, with what each would have done to the releases shipped by its end. */
export async function policyChanges(
  ports: Ports,
  projects: readonly string[],
  month: ReportMonth,
): Promise<PolicyChange[]> {
  const history = ports.policies.history()
  const asOf = month.closing
  const moment = { date: civilDateOf(asOf, REPORT_ZONE), asOf }
  // Where a backtest asks for the present it gets the end of the month: later facts do not change a month's pack.
  const known: typeof ports.assessor.known = ({ project, at, asOf: then }) =>
    ports.assessor.known({ project, at: at ?? { instant: asOf }, asOf: then ?? { instant: asOf } })
  const changes: PolicyChange[] = []
  for (const found of versionsOfMonth(history, month)) {
    if (found.before === null) {
      changes.push({ ...found, backtest: null })
      continue
    }
    const { summary } = await runBacktest(
      projects,
      trialOf(found.version, history, moment),
      { gate: REPORT_GATE, severity: 'major', knowledge: 'then', profiles: 'own' },
      {
        assessor: { known, judge: (...request) => ports.assessor.judge(...request) },
        yieldNow: ports.yieldNow,
        now: () => asOf,
      },
    )
    changes.push({ ...found, backtest: summary.releases === 0 ? null : summary })
  }
  return changes
}
