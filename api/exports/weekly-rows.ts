import { setImmediate } from 'node:timers/promises'
import { isoWeekDays } from '../../analytics/calendar/iso-week.ts'
import { civilDateOf, endOfCivilDate } from '../../analytics/calendar/local-date.ts'
import type { WeeklyRow } from '../../schemas/answers-weekly.ts'
import { indicatorIds, indicators } from '../../schemas/indicators.ts'
import type { ConditionResult } from '../../schemas/verdict.ts'
import type { ApiPorts } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import type { Moment } from '../assessor/moment.ts'
import { judgeWeek } from './judge-week.ts'
import { NEVER_TOLD, restatementOf } from './restatement.ts'

export type RowPorts = Pick<ApiPorts, 'assessor' | 'policies'>

/** Which rows there are to be. */
export interface WeeklyRequest {
  readonly projects: readonly string[]
  /** ISO weeks, each meant in the zone of the project. */
  readonly weeks: readonly string[]
  readonly gate: string
  /** What had happened by then; null = by now. */
  readonly at: Moment | null
  /** What was known by then; null = by now. */
  readonly asOf: Moment | null
}

/** From the worst to the best; a state that is not listed is the best. */
const GRAVITY: readonly ConditionResult['state'][] = [
  'FAIL',
  'ERROR',
  'NO_DATA',
  'STALE',
  'INCONCLUSIVE',
  'NOT_APPLICABLE',
  'PASS',
]

/** `indicator=STATE`, of several conditions on one indicator the worst. */
function statesOf(conditions: readonly ConditionResult[]): string {
  const worst = new Map<string, ConditionResult['state']>()
  for (const { indicator, state } of conditions) {
    const known = worst.get(indicator)
    if (known === undefined || GRAVITY.indexOf(state) < GRAVITY.indexOf(known)) worst.set(indicator, state)
  }
  return [...worst].map(([indicator, state]) => `${indicator}=${state}`).join(' ')
}

const METRIC_VERSIONS = indicatorIds.map((id) => `${id}=${indicators[id].version}`).join(' ')

const iso = (instant: number) => new Date(instant).toISOString()

interface Week {
  readonly week: string
  readonly monday: string
  readonly sunday: string
}

/** The weeks of which a project has a row: from its first fact to the running one, both in its zone. */
function weeksOf(known: KnownProject, weeks: readonly Week[]): readonly Week[] {
  const first = known.log.reduce((least, { occurredAt }) => Math.min(least, occurredAt), Infinity)
  if (first > known.at) return []
  const [from, to] = [civilDateOf(first, known.zone), civilDateOf(known.at, known.zone)]
  return weeks.filter(({ monday, sunday }) => sunday >= from && monday <= to)
}

/**
 * The row of one ISO week in the project's zone: the verdict and every number as of the end of that week, or of now
 * for the week that is running.
 */
async function weeklyRowOf(
  ports: RowPorts,
  known: KnownProject,
  { week, monday, sunday }: Week,
  gate: string,
): Promise<WeeklyRow> {
  const { project, zone } = known
  const end = endOfCivilDate(sunday, zone) - 1
  const at = Math.min(end, known.at)
  const judged = judgeWeek(ports.assessor, known, gate, at)
  const { content, figures, declared } = judged
  const wasTold = at === end && known.asOf > end
  const restated = wasTold
    ? await restatementOf({ ...ports, pause: setImmediate }, known, gate, at, judged)
    : NEVER_TOLD
  const { revision, firstTold, restatedAt, was } = restated
  const { recommendation, score, ...values } = figures
  return {
    project,
    name: declared?.name ?? null,
    division: declared?.division ?? null,
    week,
    weekStart: monday,
    weekEnd: sunday,
    timeZone: zone,
    at: iso(at),
    asOf: iso(known.asOf),
    gate,
    recommendation,
    score,
    reasons: content.reasons
      .map(({ code, condition }) => (condition === null ? code : `${code}:${condition}`))
      .join(' '),
    ...values,
    states: statesOf(content.conditions),
    policy: content.policy?.id ?? null,
    policyVersion: content.policy?.version ?? null,
    policyDigest: content.policy?.digest ?? null,
    metricVersions: METRIC_VERSIONS,
    revision,
    firstTold: firstTold === null ? null : iso(firstTold),
    restatedAt: restatedAt === null ? null : iso(restatedAt),
    was,
  }
}

/** The rows of all projects, one project's facts in memory at a time. Other requests come in between two rows. */
export async function* weeklyRows(ports: RowPorts, request: WeeklyRequest): AsyncGenerator<WeeklyRow> {
  const { projects, gate, at, asOf } = request
  const weeks = request.weeks.map((week) => ({ week, ...isoWeekDays(week) }))
  for (const project of projects) {
    const known = await ports.assessor.known({ project, at, asOf })
    if (known === null) continue
    for (const week of weeksOf(known, weeks)) {
      yield await weeklyRowOf(ports, known, week, gate)
      await setImmediate()
    }
  }
}
