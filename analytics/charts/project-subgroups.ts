import { componentDensities } from '../indicators/concentration.ts'
import type { Slice } from '../indicators/slice.ts'
import type { Subgroup } from './control-chart.ts'
import { pbCurve } from './pb-curve.ts'

/** Cases that a detection rate is given for. */
const CASES = 100

/**
 * Defects found between test reports over the hundreds of cases executed in that time: the detection rate, report by
 * report. A report without a new case is added to the next one, so that no exposure is 0.
 */
export function reportSubgroups(slice: Slice): readonly Subgroup[] {
  const subgroups: Subgroup[] = []
  let before = { found: 0, executed: 0 }
  for (const point of pbCurve(slice)) {
    if (point.executed <= before.executed) continue
    const exposure = (point.executed - before.executed) / CASES
    subgroups.push({ label: point.date, count: point.found - before.found, exposure })
    before = point
  }
  return subgroups
}

/** Defects of each component over its KSLOC: the components' defect density. */
export function componentSubgroups({ view, phases }: Slice): readonly Subgroup[] {
  return componentDensities(view, phases).map(({ component, defects, ksloc }) => ({
    label: component,
    count: defects,
    exposure: ksloc,
  }))
}
