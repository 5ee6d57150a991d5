import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { Reason, Recommendation, VerdictContent } from '../../schemas/verdict.ts'
import type { Superseded } from './assessed-project.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** Where a project stands at a gate: of its current verdict what one line says, so that many fit into memory. */
export interface Standing {
  readonly project: string
  /** Null for facts about a project that nobody declared. */
  readonly declared: ProjectDeclared | null
  /** The id of the verdict. */
  readonly verdict: string
  readonly recommendation: Recommendation
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly statusDate: string
  /** The day of the newest fact that the verdict was computed from. */
  readonly dataUpTo: string | null
  /** Expected sources that are missing or stale. */
  readonly lateSources: number
  /** What the verdict before said; null when there was none. */
  readonly previous: Pick<Superseded, 'recommendation' | 'score'> | null
  /** When the verdict was given for the first time, in milliseconds. */
  readonly computedAt: number
}

function newestDay({ dataUpTo }: VerdictContent): string | null {
  return Object.values(dataUpTo).reduce<string | null>(
    (newest, date) => (newest === null || date > newest ? date : newest),
    null,
  )
}

export function standingOf(
  { id, content, computedAt }: Pick<VerdictRecord, 'id' | 'content' | 'computedAt'>,
  { declared, superseded }: { declared: ProjectDeclared | null; superseded: Standing['previous'] },
): Standing {
  const { project, recommendation, score, reasons, statusDate, completeness } = content
  return {
    project,
    declared,
    verdict: id,
    recommendation,
    score,
    reasons,
    statusDate,
    dataUpTo: newestDay(content),
    lateSources: completeness.filter(({ state }) => state === 'missing' || state === 'stale').length,
    previous: superseded && { recommendation: superseded.recommendation, score: superseded.score },
    computedAt,
  }
}

/** Whether a verdict is on a gate that the project has. Others are answered and not kept, or any text would be. */
export const isOfKnownGate = ({ reasons }: Pick<Standing, 'reasons'>): boolean =>
  !reasons.some(({ code }) => code === 'UNKNOWN_PHASE')
