import { cChart } from './c-chart.ts'
import type { ControlChart, Subgroup } from './control-chart.ts'
import { cusumChart } from './cusum-chart.ts'
import { ewmaChart } from './ewma-chart.ts'
import { laneyChart, uChart } from './u-chart.ts'

/** The kinds of control chart by the names they are asked for. */
export const chartKinds = ['u', 'laney', 'c', 'ewma', 'cusum'] as const
export type ChartKind = (typeof chartKinds)[number]

/** How each kind of chart is drawn from at least one subgroup. */
export const controlCharts: Readonly<Record<ChartKind, (subgroups: readonly Subgroup[]) => ControlChart>> = {
  u: uChart,
  laney: laneyChart,
  c: cChart,
  ewma: (subgroups) => ewmaChart(subgroups),
  cusum: (subgroups) => cusumChart(subgroups),
}
