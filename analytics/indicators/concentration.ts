import { uChart } from '../charts/u-chart.ts'
import { rateInterval } from '../statistics/intervals.ts'
import { shrunkRates } from '../statistics/shrinkage.ts'
import { fromDefects, uniqueDefects } from './found-defects.ts'
import { counted, type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { componentSizes } from './size.ts'
import type { Slice } from './slice.ts'

/** Defects and size of one component, and what may be said of its density. */
export interface ComponentDensity {
  readonly component: string
  readonly defects: number
  readonly ksloc: number
  readonly density: number
  readonly interval: readonly [number, number]
  /** Density shrunk towards that of all components: what they are ranked by. */
  readonly shrunk: number
  /** Above the upper limit of the u chart of the components, ū + 3 √(ū / KSLOC). */
  readonly isAboveLimit: boolean
  /** Share of all defects in this component and those ranked before it by number: the Pareto curve. */
  readonly cumulativeShare: number
}

/** Components by number of defects, most first. Those whose size is 0 or unknown are left out. */
export function componentDensities(
  view: ProjectView,
  phases: readonly string[] | null,
): readonly ComponentDensity[] {
  const found = new Map<string, number>()
  for (const { data } of uniqueDefects({ view, phases, component: null })) {
    if (data.component !== undefined) found.set(data.component, (found.get(data.component) ?? 0) + 1)
  }
  const units = [...componentSizes(view)]
    .filter(([, { ksloc }]) => ksloc > 0)
    .map(([component, { ksloc }]) => ({ component, count: found.get(component) ?? 0, exposure: ksloc }))
    .sort((a, b) => b.count - a.count || a.exposure - b.exposure || (a.component < b.component ? -1 : 1))
  if (units.length === 0) return []
  const chart = uChart(units.map((unit) => ({ ...unit, label: unit.component })))
  const shrunk = shrunkRates(units) ?? []
  const total = units.reduce((sum, { count }) => sum + count, 0)
  let running = 0
  return units.map(({ component, count, exposure }, index) => {
    running += count
    return {
      component,
      defects: count,
      ksloc: exposure,
      density: count / exposure,
      interval: rateInterval(count, exposure),
      shrunk: shrunk[index] ?? chart.centre,
      isAboveLimit: chart.points[index]?.signal === true && count / exposure > chart.centre,
      cumulativeShare: total === 0 ? 0 : running / total,
    }
  })
}

function fromComponents(
  slice: Slice,
  measure: (
    components: readonly ComponentDensity[],
    rest: { lastDate: string | null; facts: string },
  ) => Measurement,
): Measurement {
  return fromDefects(slice, (_, rest) => {
    const components = componentDensities(slice.view, slice.phases)
    return components.length === 0
      ? notMeasurable('NO_COMPONENTS', 'kind=size.measured', rest)
      : measure(components, rest)
  })
}

/**
 * Defect density of the worst component, shrunk: a good average cannot hide a bad module, and a tiny module with one
 * defect is not the worst. Numerator, denominator and interval are the component's own.
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
