import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { stateAt } from '../../analytics/facts/state.ts'
import { type Exclusion, releaseOutcome } from '../../analytics/verdict/backtest-escapes.ts'
import { backtestSummary, type BacktestSummary } from '../../analytics/verdict/backtest.ts'
import type { BacktestRequest } from '../../schemas/backtest.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import type { Assessor, KnownProject } from '../assessor/assessor.ts'
import { asIfInForce } from './lookup.ts'
import { idOf } from './resolve.ts'
import type { Trial } from './trial.ts'

/** Most releases that one backtest replays, the newest; a house that ships ten a week has four years of them. */
export const MAX_RELEASES = 2000

/** One release, judged a second time. */
export interface Replay {
  readonly project: string
  readonly declared: ProjectDeclared
  readonly shippedAt: number
  readonly escaped: readonly string[]
  readonly before: VerdictContent
  readonly after: VerdictContent
}

export interface Backtest {
  readonly summary: BacktestSummary
  readonly excluded: ReadonlyMap<Exclusion, readonly string[]>
  /** The newest first. */
  readonly releases: readonly Replay[]
}

export interface BacktestPorts {
  readonly assessor: Pick<Assessor, 'known' | 'judge'>
  /** Lets what else there is to do go first. */
  readonly yieldNow: () => Promise<unknown>
  readonly now: () => number
}

type Options = Pick<BacktestRequest, 'from' | 'to' | 'gate' | 'severity' | 'knowledge' | 'profiles'>

type Outcome = { readonly replay: Replay } | { readonly excluded: Exclusion } | null

async function replayOf(
  project: string,
  trial: Trial,
  options: Options,
  ports: BacktestPorts,
): Promise<Outcome> {
  const present = await ports.assessor.known({ project, at: null, asOf: null })
  if (present?.declared == null) return null
  const { declared } = present
  const outcome = releaseOutcome(stateOf(present), declared, options.severity, ports.now())
  if (outcome === null) return null
  if (typeof outcome === 'string') return { excluded: outcome }
  const { shippedAt, escaped } = outcome
  const day = civilDateOf(shippedAt, declared.timeZone)
  if ((options.from !== undefined && day < options.from) || (options.to !== undefined && day > options.to))
    return null
  const instant = { instant: shippedAt }
  const asOf = options.knowledge === 'then' ? instant : null
  const then = await ports.assessor.known({ project, at: instant, asOf })
  if (then?.declared == null) return { excluded: 'NOT_KNOWN_THEN' }
  const { profile } = then.declared
  const moment = { date: trial.date, asOf: Infinity }
  const own = idOf(trial.version)
  const isOwn = trial.history.buildsOn(profile, own, moment)
  if (!isOwn && options.profiles === 'own') return { excluded: 'OTHER_PROFILE' }
  const policy = trial.history.applying(isOwn ? profile : own, moment)
  const tried = policy && asIfInForce(policy, trial.date)
  const before = ports.assessor.judge(then, options.gate, shippedAt).content
  const after = ports.assessor.judge(then, options.gate, shippedAt, () => tried).content
  return { replay: { project, declared: then.declared, shippedAt, escaped, before, after } }
}

const stateOf = ({ project, log, at }: KnownProject) => stateAt(project, log, at)

/**
 * Replays a policy over the releases of projects as they were known on the day of shipping, beside the policy that was
 * in force then, and holds both against the defects that escaped afterwards.
 */
export async function runBacktest(
  projects: readonly string[],
  trial: Trial,
  options: Options,
  ports: BacktestPorts,
): Promise<Backtest> {
  const excluded = new Map<Exclusion, string[]>()
  const exclude = (reason: Exclusion, project: string) =>
    excluded.set(reason, [...(excluded.get(reason) ?? []), project])
  const releases: Replay[] = []
  for (const project of projects) {
    await ports.yieldNow()
    if (releases.length === MAX_RELEASES) {
      exclude('BEYOND_LIMIT', project)
      continue
    }
    const outcome = await replayOf(project, trial, options, ports)
    if (outcome === null) continue
    if ('replay' in outcome) releases.push(outcome.replay)
    else exclude(outcome.excluded, project)
  }
  releases.sort((a, b) => b.shippedAt - a.shippedAt || (a.project < b.project ? -1 : 1))
  const summary = backtestSummary(
    releases.map(({ before, after, escaped }) => ({
      before: before.recommendation,
      after: after.recommendation,
      escaped: escaped.length,
    })),
  )
  return { summary, excluded, releases }
}
