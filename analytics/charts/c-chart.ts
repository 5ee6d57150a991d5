import { type ControlChart, type Subgroup } from './control-chart.ts'
import { uChart } from './u-chart.ts'

/**
 * c chart: counts around their mean c̄, limits c̄ ± 3 √c̄, the lower one at least 0. Equal exposures are taken for
 * granted: those of the subgroups are not looked at.
 */
export function cChart(subgroups: readonly Subgroup[]): ControlChart {
  return uChart(subgroups.map((subgroup) => ({ ...subgroup, exposure: 1 })))
}
