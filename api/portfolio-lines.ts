import { compareText } from '../analytics/facts/state.ts'
import type { Recommendation } from '../schemas/verdict.ts'
import type { ReasonKind } from '../schemas/indicators.ts'
import type { AssessedProject } from './assessor/assessed-project.ts'

/** What the lines of a portfolio are chosen by. */
export interface PortfolioFilter {
  /** Words that a project's name or id has, all of them. */
  readonly q?: string | undefined
  readonly division?: string | undefined
  readonly profile?: string | undefined
  readonly recommendation?: Recommendation | undefined
  readonly kind?: ReasonKind | undefined
}

export type PortfolioSort =
  'project' | 'score' | 'recommendation' | 'plannedShipDate' | 'name' | 'division' | 'profile' | 'dataUpTo'

/** Full and half width, capitals and small letters are alike to whoever searches. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase()

/** The day of the newest fact that a verdict was computed from. */
export function dataUpToOf({ record }: AssessedProject): string | null {
  const dates = Object.values(record.content.dataUpTo)
  return dates.reduce<string | null>(
    (newest, date) => (newest === null || date > newest ? date : newest),
    null,
  )
}

function matcher({ q, ...filter }: PortfolioFilter): (assessed: AssessedProject) => boolean {
  const words =
    q === undefined
      ? []
      : folded(q)
          .split(/\s+/)
          .filter((word) => word !== '')
  return ({ project, declared, record: { content } }) => {
    if (filter.recommendation !== undefined && content.recommendation !== filter.recommendation) return false
    if (filter.division !== undefined && declared?.division !== filter.division) return false
    if (filter.profile !== undefined && declared?.profile !== filter.profile) return false
    if (filter.kind !== undefined && !content.reasons.some(({ kind }) => kind === filter.kind)) return false
    if (words.length === 0) return true
    const text = folded(`${project} ${declared?.name ?? ''}`)
    return words.every((word) => text.includes(word))
  }
}

const valueOf: Readonly<Record<PortfolioSort, (assessed: AssessedProject) => string | number | null>> = {
  project: ({ project }) => project,
  score: ({ record }) => record.content.score,
  recommendation: ({ record }) => record.content.recommendation,
  plannedShipDate: ({ declared }) => declared?.release.plannedShipDate ?? null,
  name: ({ declared }) => declared?.name ?? null,
  division: ({ declared }) => declared?.division ?? null,
  profile: ({ declared }) => declared?.profile ?? null,
  dataUpTo: dataUpToOf,
}

/** The projects that match, in order; what has no value comes last, whatever the order. No sentence is made yet. */
export function portfolioLines(
  assessed: readonly AssessedProject[],
  filter: PortfolioFilter,
  { sort, isDescending }: { sort: PortfolioSort; isDescending: boolean },
): AssessedProject[] {
  const sign = isDescending ? -1 : 1
  const lines = assessed.filter(matcher(filter)).map((line) => ({ line, value: valueOf[sort](line) }))
  lines.sort((a, b) => {
    const byId = compareText(a.line.project, b.line.project)
    const [left, right] = [a.value, b.value]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byId
    const compared =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right))
    return sign * compared || byId
  })
  return lines.map(({ line }) => line)
}

/** More than anybody would choose from; the ones with most projects are told. */
const MOST_VALUES = 500

function facetOf<T extends string>(values: Iterable<T>): { value: T; count: number }[] {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareText(a.value, b.value))
    .slice(0, MOST_VALUES)
    .sort((a, b) => compareText(a.value, b.value))
}

/** What the lines can be filtered by, and how many projects have it. */
export function portfolioFacets(assessed: readonly AssessedProject[]) {
  return {
    division: facetOf(assessed.flatMap(({ declared }) => declared?.division ?? [])),
    profile: facetOf(assessed.flatMap(({ declared }) => declared?.profile ?? [])),
    kind: facetOf(
      assessed.flatMap(({ record }) => [...new Set(record.content.reasons.map(({ kind }) => kind))]),
    ),
  }
}
