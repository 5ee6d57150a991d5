import { warnings } from '../../../analytics/warnings/open-warnings.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../../schemas/facts/project.ts'
import type { Recommendation, VerdictContent } from '../../../schemas/verdict.ts'
import type { ApiPorts } from '../../app-types.ts'
import type { KnownProject } from '../../assessor/assessor.ts'
import type { VerdictRecord } from '../../assessor/verdict-record.ts'
import { type Flip, flipsOf, type Told } from './flips.ts'
import type { ReportMonth } from './report-month.ts'
import { isCarried, type ReportedWaiver, waiversOf } from './waivers.ts'
import { type WarningOutcome, warningOutcome } from './warnings.ts'

/** The gate that the pack is about. */
export const REPORT_GATE = 'release'

export type MonthPorts = Pick<ApiPorts, 'assessor' | 'policies' | 'views' | 'verdictsBetween'>

/** One project's part in the pack of a month: few figures, so that they can be kept. */
export interface ProjectMonth {
  readonly project: string
  readonly name: string | null
  /** Null for a project that nobody declared. */
  readonly division: string | null
  readonly standing: 'under-way' | 'shipped-before' | 'cancelled' | 'undeclared'
  readonly before: Recommendation | null
  readonly after: Recommendation
  readonly score: number
  readonly isIncomplete: boolean
  /** Required conditions that do not pass, and those of them that are waived. */
  readonly shortfalls: number
  readonly overridden: number
  /** Conditions that ask for a verifier from outside, and those of them that pass. */
  readonly independent: number
  readonly verified: number
  readonly flips: readonly Flip[]
  readonly waivers: readonly ReportedWaiver[]
  readonly warnings: readonly WarningOutcome[]
  /** Holds on the project itself, placed or lifted. */
  readonly orders: readonly Fact[]
}

const isOrder = ({ kind }: Fact) => kind === 'hold.placed' || kind === 'hold.lifted'

/** Whether a project has no verdict to report: it was cancelled, or had shipped before the month began. */
function standingOf(declared: ProjectDeclared | null, { opening }: ReportMonth): ProjectMonth['standing'] {
  if (declared === null) return 'undeclared'
  if (declared.status === 'cancelled') return 'cancelled'
  if (declared.status !== 'shipped') return 'under-way'
  const isOfMonth = declared.shippedAt !== undefined && Date.parse(declared.shippedAt) > opening
  return isOfMonth ? 'under-way' : 'shipped-before'
}

function tally(content: VerdictContent) {
  const short = content.conditions.filter(
    ({ required, state }) => required && state !== 'PASS' && state !== 'NOT_APPLICABLE',
  )
  const independent = content.conditions.filter(({ scope }) => (scope['independent'] ?? false) !== false)
  return {
    after: content.recommendation,
    score: content.score,
    isIncomplete: content.reasons.some(({ kind }) => kind === 'DATA'),
    shortfalls: short.length,
    overridden: short.filter(isCarried).length,
    independent: independent.length,
    verified: independent.filter(({ state }) => state === 'PASS').length,
  }
}

/** What was known of a project when the month began; null when nothing was. */
async function knownAt(ports: MonthPorts, project: string, instant: number): Promise<KnownProject | null> {
  const known = await ports.assessor.known({ project, at: { instant }, asOf: { instant } })
  return known === null || known.log.length === 0 ? null : known
}

/**
 * One project's month, from what was known at its two ends and from the verdicts that were given between them.
 *
 * @returns null for a project of which nothing was known by the end
 */
export async function projectMonth(
  ports: MonthPorts,
  project: string,
  month: ReportMonth,
  told: readonly VerdictRecord[],
): Promise<ProjectMonth | null> {
  const [start, end] = await Promise.all([
    knownAt(ports, project, month.opening),
    knownAt(ports, project, month.closing),
  ])
  if (end === null) return null
  const { declared } = end
  const standing = standingOf(declared, month)
  const head = {
    project,
    name: declared?.name ?? null,
    division: declared?.division ?? null,
    standing,
    orders: end.log.filter(isOrder),
  }
  const judged = (known: KnownProject, gate = REPORT_GATE) =>
    ports.assessor.judge(known, gate, known.at).content
  const closing = judged(end)
  if (standing === 'cancelled' || standing === 'shipped-before') {
    return { ...head, before: null, ...tally(closing), flips: [], waivers: [], warnings: [] }
  }
  const wasUnderWay = start !== null && standingOf(start.declared, month) === 'under-way'
  const opening = wasUnderWay ? judged(start) : null
  const given = told.map(({ content, computedAt, id }): Told => ({ content, at: computedAt, verdict: id }))
  const course: Told[] = [
    ...(opening === null ? [] : [{ content: opening, at: month.opening, verdict: null }]),
    ...given,
    { content: closing, at: month.closing, verdict: null },
  ]
  const view = opening === null || start === null ? null : ports.views.viewOf(start)
  return {
    ...head,
    before: opening?.recommendation ?? null,
    ...tally(closing),
    flips: flipsOf(course),
    waivers:
      declared === null
        ? []
        : waiversOf({ ...end, declared }, month, ports.policies, (gate) => judged(end, gate)),
    warnings:
      view === null || opening === null
        ? []
        : warnings(view).map((warning) =>
            warningOutcome(warning, {
              month,
              project,
              declared: view.declared,
              log: end.log,
              opening,
              later: course.slice(1).map(({ content }) => content),
            }),
          ),
  }
}
