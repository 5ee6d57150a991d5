import { compareText } from '../analytics/facts/state.ts'
import type { Recommendation } from '../schemas/verdict.ts'
import type { ReasonKind } from '../schemas/indicators.ts'
import { onceForEachObject } from './once-for-each-object.ts'
import type { Standing } from './assessor/standing.ts'

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

/** What a standing is searched in. */
const searchText = ({ project, declared }: Standing) => folded(`${project} ${declared?.name ?? ''}`)

function matcher(
  { q = '', ...filter }: PortfolioFilter,
  textOf: (standing: Standing) => string,
): (standing: Standing) => boolean {
  const words = folded(q)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (standing) => {
    const { declared, reasons, recommendation } = standing
    if (filter.recommendation !== undefined && recommendation !== filter.recommendation) return false
    if (filter.division !== undefined && declared?.division !== filter.division) return false
    if (filter.profile !== undefined && declared?.profile !== filter.profile) return false
    if (filter.kind !== undefined && !reasons.some(({ kind }) => kind === filter.kind)) return false
    if (words.length === 0) return true
    const text = textOf(standing)
    return words.every((word) => text.includes(word))
  }
}

const valueOf: Readonly<Record<PortfolioSort, (standing: Standing) => string | number | null>> = {
  project: ({ project }) => project,
  score: ({ score }) => score,
  recommendation: ({ recommendation }) => recommendation,
  plannedShipDate: ({ declared }) => declared?.release.plannedShipDate ?? null,
  name: ({ declared }) => declared?.name ?? null,
  division: ({ declared }) => declared?.division ?? null,
  profile: ({ declared }) => declared?.profile ?? null,
  dataUpTo: ({ dataUpTo }) => dataUpTo,
}

/** All of them in order; what has no value comes last, whatever the order. */
function inOrder(standings: readonly Standing[], sort: PortfolioSort, isDescending: boolean): Standing[] {
  const sign = isDescending ? -1 : 1
  const lines = standings.map((standing) => ({ standing, value: valueOf[sort](standing) }))
  lines.sort((a, b) => {
    const byId = compareText(a.standing.project, b.standing.project)
    const [left, right] = [a.value, b.value]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byId
    const compared =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right))
    return sign * compared || byId
  })
  return lines.map(({ standing }) => standing)
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
function facetsOf(standings: readonly Standing[]) {
  return {
    division: facetOf(standings.flatMap(({ declared }) => declared?.division ?? [])),
    profile: facetOf(standings.flatMap(({ declared }) => declared?.profile ?? [])),
    kind: facetOf(standings.flatMap(({ reasons }) => [...new Set(reasons.map(({ kind }) => kind))])),
  }
}

export interface PortfolioLines {
  /** The projects that match, in order. No sentence is made yet. */
  of(
    standings: readonly Standing[],
    filter: PortfolioFilter,
    order: { readonly sort: PortfolioSort; readonly isDescending: boolean },
  ): readonly Standing[]
  facets(standings: readonly Standing[]): ReturnType<typeof facetsOf>
}

/** Lines of portfolios. What is made of a list is kept as long as the list is: while nothing changes it is the same one. */
export function createPortfolioLines(): PortfolioLines {
  const textOf = onceForEachObject(searchText)
  const orders = onceForEachObject<readonly Standing[], Map<string, readonly Standing[]>>(() => new Map())
  return {
    facets: onceForEachObject(facetsOf),
    of(standings, filter, { sort, isDescending }) {
      const known = orders(standings)
      const key = `${sort} ${isDescending}`
      const ordered = known.get(key) ?? inOrder(standings, sort, isDescending)
      known.set(key, ordered)
      return ordered.filter(matcher(filter, textOf))
    },
  }
}
