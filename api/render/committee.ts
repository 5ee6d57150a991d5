import { shareOf } from '../../analytics/verdict/backtest.ts'
import { groupBy } from '../../analytics/group-by.ts'
import { compareText } from '../../analytics/facts/state.ts'
import { ascending, quantile } from '../../analytics/statistics/quantile.ts'
import type {
  CommitteeGroup,
  CommitteeHold,
  CommitteeShare,
  CommitteeWhy,
} from '../../schemas/answers-committee.ts'
import type { ProjectMonth } from '../reports/committee/project-month.ts'
import { type HoldSpan, scopeText } from '../reports/committee/holds.ts'

const iso = (instant: number) => new Date(instant).toISOString()

function share(numerator: number, denominator: number, why: CommitteeWhy): CommitteeShare {
  const { interval, ...counted } = shareOf(numerator, denominator)
  return { ...counted, interval: interval && [...interval], why: denominator === 0 ? why : null }
}

const sum = (parts: readonly ProjectMonth[], of: (part: ProjectMonth) => number) =>
  parts.reduce((total, part) => total + of(part), 0)

/** The figures of some projects together. */
export function renderGroup(division: string | null, parts: readonly ProjectMonth[]): CommitteeGroup {
  const count = (is: (part: ProjectMonth) => boolean) => parts.filter(is).length
  const scores = ascending(parts.map(({ score }) => score))
  const warned = parts.flatMap(({ warnings }) => warnings)
  const cameTrue = warned.filter(({ outcome }) => outcome === 'CAME_TRUE').length
  const early = warned.filter(({ outcome }) => outcome !== 'NOT_EARLY').length
  return {
    division,
    projects: parts.length,
    before: {
      SHIP: count(({ before }) => before === 'SHIP'),
      HOLD: count(({ before }) => before === 'HOLD'),
    },
    after: { SHIP: count(({ after }) => after === 'SHIP'), HOLD: count(({ after }) => after === 'HOLD') },
    medianScore: scores.length === 0 ? null : quantile(scores, 0.5),
    incomplete: share(
      count(({ isIncomplete }) => isIncomplete),
      parts.length,
      'NO_PROJECTS',
    ),
    overridden: share(
      sum(parts, (part) => part.overridden),
      sum(parts, (part) => part.shortfalls),
      'NO_SHORTFALL',
    ),
    shipsByWaiver: count(({ after, overridden }) => after === 'SHIP' && overridden > 0),
    verified: share(
      sum(parts, (part) => part.verified),
      sum(parts, (part) => part.independent),
      'NO_INDEPENDENT_CONDITION',
    ),
    warned: share(cameTrue, early, 'NO_WARNINGS'),
  }
}

/** The figures of each division in the order of their names; projects that nobody declared come last. */
export function renderDivisions(parts: readonly ProjectMonth[]): CommitteeGroup[] {
  return [...groupBy(parts, ({ division }) => division)]
    .sort(([a], [b]) => Number(a === null) - Number(b === null) || compareText(a ?? '', b ?? ''))
    .map(([division, own]) => renderGroup(division, own))
}

export function renderHold({ placed, lifted }: HoldSpan): CommitteeHold {
  const { hold, office, scope, reason, placedBy } = placed.data
  return {
    hold,
    office,
    scope: scopeText(scope),
    reason,
    placedBy,
    placedAt: iso(placed.occurredAt),
    liftedBy: lifted?.data.liftedBy ?? null,
    liftedAt: lifted === null ? null : iso(lifted.occurredAt),
    liftReason: lifted?.data.reason ?? null,
  }
}
