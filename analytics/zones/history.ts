import type { PhaseKind } from '../../schemas/facts/common.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { compareText } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { defectDensity } from '../indicators/defects.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { testDensity } from '../indicators/tests.ts'
import { ascending, quantile } from '../statistics/quantile.ts'
import type { Band, ZoneLimits } from './limits.ts'

/** Version of the way in which baselines are computed: it grows whenever the same projects would give other limits. */
export const HISTORY_VERSION = 2

/** Quartiles of fewer projects say more about these projects than about the organisation. */
export const LEAST_PROJECTS = 5

/** What finished projects of one class did in one kind of phase. */
export interface HistoryBaseline extends ZoneLimits {
  readonly class: ProjectDeclared['class']
  readonly phase: PhaseKind
  /** Product line; null = all. */
  readonly product: string | null
  readonly projects: number
  /** Dates on which the first and the last of the projects were shipped; null where none of them says it. */
  readonly shippedFrom: string | null
  readonly shippedUntil: string | null
  /** Whether enough projects are behind it to be held against. */
  readonly isUsable: boolean
}

/** Test and defect density of one finished project in one kind of phase. */
export interface DensitySample {
  readonly project: string
  readonly class: ProjectDeclared['class']
  readonly phase: PhaseKind
  /** Product line, or null for what counts towards all of them. */
  readonly product: string | null
  readonly shippedOn: string | null
  readonly tests: number
  readonly defects: number
}

/** What a project adds to the history: for each kind of test phase one sample of its class, and one of its product line. */
export function densitySamples(view: ProjectView): DensitySample[] {
  const { class: projectClass, product, phases, shippedAt } = view.declared
  const shippedOn = shippedAt === undefined ? null : civilDateOf(Date.parse(shippedAt), view.zone)
  const kinds = new Set(phases.filter(isTesting).map(({ kind }) => kind))
  return [...kinds].flatMap((phase) => {
    const ids = phases.filter(({ kind }) => kind === phase).map(({ id }) => id)
    const slice = { view, phases: ids, component: null }
    const [tests, defects] = [testDensity(slice).actual, defectDensity(slice).actual]
    if (tests === null || defects === null) return []
    const { project } = view.state
    const sample = { project, class: projectClass, phase, shippedOn, tests, defects }
    return [{ ...sample, product: null }, ...(product === undefined ? [] : [{ ...sample, product }])]
  })
}

function bandOf(values: readonly number[]): Band {
  const sorted = ascending(values)
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) }
}

/**
 * The organisation's own baselines from its finished projects: P25, median and P75 (type 7) of test and defect density
 * by class, kind of phase and product line, each with the number of projects behind it. Quartiles, never mean and
 * deviation: densities are skewed to the right, and one huge value moves a mean out of reach.
 */
export function historyBaselines(finished: readonly DensitySample[]): HistoryBaseline[] {
  const samples = groupBy(finished, (sample) => [sample.class, sample.phase, sample.product ?? ''].join('/'))
  return [...samples]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([key, group]) => {
      const [first] = group
      if (first === undefined) return []
      const dates = group.flatMap(({ shippedOn }) => shippedOn ?? []).sort(compareText)
      return {
        name: `history/${key.replace(/\/$/, '')}`,
        external: false,
        source: `finished projects of this organisation, version ${HISTORY_VERSION}`,
        projects: group.length,
        shippedFrom: dates[0] ?? null,
        shippedUntil: dates.at(-1) ?? null,
        class: first.class,
        phase: first.phase,
        product: first.product,
        tests: bandOf(group.map(({ tests }) => tests)),
        defects: bandOf(group.map(({ defects }) => defects)),
        isUsable: group.length >= LEAST_PROJECTS,
      }
    })
}

/** The narrowest usable baseline for a project's phase: of its product line, else of its class; null when none is. */
export function ownLimits(
  baselines: readonly HistoryBaseline[],
  declared: Pick<ProjectDeclared, 'class' | 'product'>,
  phase: PhaseKind,
): HistoryBaseline | null {
  const fitting = baselines.filter(
    (baseline) => baseline.isUsable && baseline.class === declared.class && baseline.phase === phase,
  )
  const ofProduct = (product: string | null) => fitting.find((baseline) => baseline.product === product)
  return ofProduct(declared.product ?? null) ?? ofProduct(null) ?? null
}
