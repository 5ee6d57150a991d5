import { uChart } from '../charts/u-chart.ts'
import { type Interval, rateInterval, wilsonInterval } from '../statistics/intervals.ts'
import { shrunkRates } from '../statistics/shrinkage.ts'
import { type Defect, fromDefects, uniqueDefects } from './found-defects.ts'
import { counted, type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { componentSizes, type Size } from './size.ts'
import type { Slice } from './slice.ts'

/** Defects and size of one component, and what may be said of its density. */
export interface ComponentDensity {
  readonly component: string
  readonly defects: number
  readonly ksloc: number
  readonly density: number
  readonly interval: Interval
  /** Density shrunk towards that of all components: what they are ranked by. */
  readonly shrunk: number
  readonly shrunkInterval: Interval
  /** Above the upper limit of the u chart of the components, ū + 3 √(ū / KSLOC). */
  readonly isAboveLimit: boolean
  /** Share of all defects in this component and those ranked before it by number: the Pareto curve. */
  readonly cumulativeShare: number
}

/** Defects that no component's density can show: without a component, or of one whose size is 0 or unknown. */
export interface Unplaced {
  readonly withoutComponent: number
  readonly withoutSize: readonly { readonly component: string; readonly defects: number }[]
}

/** Share of the defects that may name no component, beyond doubt, before nothing is said of the worst one. */
const MOST_UNNAMED = 0.1

/** The component that a project consists of, or undefined when it has several. */
function onlyComponent({ declared }: ProjectView, sizes: ReadonlyMap<string, Size>): string | undefined {
  const names = new Set([...(declared.components ?? []).map(({ id }) => id), ...sizes.keys()])
  return names.size === 1 ? [...names][0] : undefined
}

/** Defects by component. Where there is only one, it has also those that name none. */
function byComponent(
  view: ProjectView,
  found: readonly Defect[],
  sizes: ReadonlyMap<string, Size>,
): ReadonlyMap<string | undefined, number> {
  const only = onlyComponent(view, sizes)
  const counts = new Map<string | undefined, number>()
  for (const { data } of found) {
    const component = data.component ?? only
    counts.set(component, (counts.get(component) ?? 0) + 1)
  }
  return counts
}

/** What the components' densities leave out. */
export function unplacedDefects(view: ProjectView, phases: readonly string[] | null): Unplaced {
  const sizes = componentSizes(view)
  const counts = byComponent(view, uniqueDefects({ view, phases, component: null }), sizes)
  return {
    withoutComponent: counts.get(undefined) ?? 0,
    withoutSize: [...counts]
      .flatMap(([component, defects]) => (component === undefined ? [] : [[component, defects] as const]))
      .filter(([component]) => (sizes.get(component)?.amount ?? 0) === 0)
      .map(([component, defects]) => ({ component, defects })),
  }
}

/** Components by number of defects, most first. Those whose size is 0 or unknown are left out: `unplacedDefects`. */
export function componentDensities(
  view: ProjectView,
  phases: readonly string[] | null,
): readonly ComponentDensity[] {
  const sizes = componentSizes(view)
  const found = byComponent(view, uniqueDefects({ view, phases, component: null }), sizes)
  const units = [...sizes]
    .filter(([, { amount }]) => amount > 0)
    .map(([component, { amount }]) => ({ component, count: found.get(component) ?? 0, exposure: amount }))
    .sort((a, b) => b.count - a.count || a.exposure - b.exposure || (a.component < b.component ? -1 : 1))
  const shrunk = shrunkRates(units)
  if (shrunk === null) return []
  const chart = uChart(units.map((unit) => ({ ...unit, label: unit.component })))
  const total = units.reduce((sum, { count }) => sum + count, 0)
  let running = 0
  return units.map(({ component, count, exposure }, index) => {
    running += count
    const interval = rateInterval(count, exposure)
    return {
      component,
      defects: count,
      ksloc: exposure,
      density: count / exposure,
      interval,
      shrunk: shrunk[index]?.rate ?? chart.centre,
      shrunkInterval: shrunk[index]?.interval ?? interval,
      isAboveLimit: chart.points[index]?.signal === true && count / exposure > chart.centre,
      cumulativeShare: total === 0 ? 0 : running / total,
    }
  })
}

/**
 * What `measure` says of the components. A module cannot be made to look good by leaving its size out, nor by leaving
 * its name off its defects.
 */
function fromComponents(
  slice: Slice,
  measure: (
    components: readonly ComponentDensity[],
    rest: { lastDate: string | null; facts: string },
  ) => Measurement,
): Measurement {
  return fromDefects(slice, (found, rest) => {
    const components = componentDensities(slice.view, slice.phases)
    if (components.length === 0) return notMeasurable('NO_COMPONENTS', 'kind=size.measured', rest)
    const { withoutComponent, withoutSize } = unplacedDefects(slice.view, slice.phases)
    if (withoutSize.length > 0) return notMeasurable('SIZE_INCOMPLETE', 'kind=size.measured', rest)
    if (found.length > 0 && wilsonInterval(withoutComponent, found.length)[0] > MOST_UNNAMED)
      return notMeasurable('COMPONENTS_NOT_STATED', rest.facts, rest)
    return measure(components, rest)
  })
}

/**
 * Defect density of the worst component, shrunk: a good average cannot hide a bad module, and a tiny module with one
 * defect is not the worst. Numerator and denominator are the component's own, the interval is that of the shrunk rate.
 */
export function worstComponentDensity(slice: Slice): Measurement {
  return fromComponents(slice, (components, rest) => {
    const worst = components.reduce((a, b) => (b.shrunk > a.shrunk ? b : a))
    return {
      actual: worst.shrunk,
      why: null,
      numerator: worst.defects,
      denominator: worst.ksloc,
      sampleSize: worst.ksloc,
      interval: worst.shrunkInterval,
      ...rest,
    }
  })
}

/** Number of components above the upper limit of the components' u chart. */
export function componentsAboveLimit(slice: Slice): Measurement {
  return fromComponents(slice, (components, rest) => {
    const above = components.filter(({ isAboveLimit }) => isAboveLimit)
    return counted(above.length, { ...rest, sampleSize: components.length })
  })
}
