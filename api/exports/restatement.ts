import { civilDateOf, endOfCivilDate } from '../../analytics/calendar/local-date.ts'
import { type WeeklyFigures, weeklyFigureColumns } from '../../schemas/answers-weekly.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { ApiPorts } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import { type JudgedWeek, judgeWeek } from './judge-week.ts'

/** What became of a week since it was first told. Instants are milliseconds. */
export interface Restatement {
  /** How often the figures changed, days of knowledge compared with the day before; 0 = never. */
  readonly revision: number
  /** The moment of knowledge of the first telling, or null while the week runs. */
  readonly firstTold: number | null
  readonly restatedAt: number | null
  /** `column=value` of every figure that was another one when first told. */
  readonly was: string | null
}

export const NEVER_TOLD: Restatement = { revision: 0, firstTold: null, restatedAt: null, was: null }

export interface RestatementPorts extends Pick<ApiPorts, 'assessor' | 'policies'> {
  /** Lets others in between two computations. */
  readonly pause: () => Promise<unknown>
}

/** What was known of a project by an earlier moment. */
function knownBy(known: KnownProject, instant: number): KnownProject {
  return {
    ...known,
    asOf: instant,
    log: known.log.filter(({ receivedAt }) => receivedAt <= instant),
    wide: known.wide.filter(({ receivedAt }) => receivedAt <= instant),
    refused: known.refused.filter(({ first }) => first <= instant),
  }
}

/** The end of the week, or of the day on which anything of the project was known first, if that came later. */
function firstTelling({ log, zone, asOf }: KnownProject, at: number): number {
  const firstKnown = log
    .filter(({ occurredAt }) => occurredAt <= at)
    .reduce((least, { receivedAt }) => Math.min(least, receivedAt), Infinity)
  const told = firstKnown <= at ? at : endOfCivilDate(civilDateOf(firstKnown, zone), zone) - 1
  return Math.min(told, asOf)
}

/** When policies were recorded that made another one apply to the week than when it was first told. */
function policyChanges(
  policies: ApiPorts['policies'],
  known: KnownProject,
  { profile, timeZone }: ProjectDeclared,
  at: number,
  told: number,
): number[] {
  const date = civilDateOf(at, timeZone)
  const digestBy = (asOf: number) => policies.applying(profile, { date, asOf })?.digest
  if (digestBy(told) === digestBy(known.asOf)) return []
  return policies.history().versions.map(({ knownFrom }) => knownFrom)
}

/** Of each later day on which something about the week was learned the last such moment, in order. */
function laterMoments(
  ports: RestatementPorts,
  known: KnownProject,
  at: number,
  told: number,
  declared: ProjectDeclared | null,
): number[] {
  const facts = [...known.log, ...known.wide].filter(({ occurredAt }) => occurredAt <= at)
  const learned = [
    ...facts.map(({ receivedAt }) => receivedAt),
    ...known.refused.map(({ first }) => first),
    ...(declared === null ? [] : policyChanges(ports.policies, known, declared, at, told)),
  ].filter((instant) => instant > told && instant <= known.asOf)
  const lastOfDay = new Map<string, number>()
  for (const instant of learned.sort((a, b) => a - b)) {
    lastOfDay.set(civilDateOf(instant, known.zone), instant)
  }
  return [...lastOfDay.values()]
}

const isSame = (a: WeeklyFigures, b: WeeklyFigures) =>
  weeklyFigureColumns.every((column) => a[column] === b[column])

/**
 * Whether the figures of a finished week have changed since it was first told, from the two clocks alone: it is told
 * at its end as it is known then, and once more at the end of each later day on which something about it was learned.
 * So the same facts always give the same revision, whoever exports and whenever. Costs one computation for each such
 * day, and none for a week that nobody corrected.
 */
export async function restatementOf(
  ports: RestatementPorts,
  known: KnownProject,
  gate: string,
  at: number,
  { figures: now, declared }: JudgedWeek,
): Promise<Restatement> {
  const firstTold = firstTelling(known, at)
  const moments = laterMoments(ports, known, at, firstTold, declared)
  if (moments.length === 0) return { ...NEVER_TOLD, firstTold }
  const first = judgeWeek(ports.assessor, knownBy(known, firstTold), gate, at).figures
  let before = first
  let revision = 0
  let restatedAt: number | null = null
  for (const [index, moment] of moments.entries()) {
    await ports.pause()
    const isLast = index === moments.length - 1
    const figures = isLast ? now : judgeWeek(ports.assessor, knownBy(known, moment), gate, at).figures
    if (!isSame(before, figures)) {
      revision += 1
      restatedAt = moment
    }
    before = figures
  }
  const changed = weeklyFigureColumns.filter((column) => first[column] !== now[column])
  const was = changed.map((column) => `${column}=${first[column] ?? ''}`).join(' ')
  return { revision, firstTold, restatedAt, was: revision === 0 ? null : was }
}
