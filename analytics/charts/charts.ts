import { cChart } from './c-chart.ts'
import type { ControlChart, Subgroup } from './control-chart.ts'
import { cusumChart, type CusumOptions } from './cusum-chart.ts'
import { ewmaChart, type EwmaOptions } from './ewma-chart.ts'
import { laneyChart, uChart } from './u-chart.ts'

/** The kinds of control chart by the names they are asked for. */
export const chartKinds = ['u', 'laney', 'c', 'ewma', 'cusum'] as const
export type ChartKind = (typeof chartKinds)[number]

/** What may be set of the charts that have a memory. */
export type ChartOptions = EwmaOptions & CusumOptions
export type ChartOption = keyof ChartOptions

/** Which options each kind of chart knows. */
export const chartOptions: Readonly<Record<ChartKind, readonly ChartOption[]>> = {
  u: [],
  laney: [],
  c: [],
  ewma: ['lambda', 'limit', 'target', 'sigma'],
  cusum: ['k', 'h', 'target', 'sigma'],
}

interface OptionRange {
  readonly above: number
  readonly isAboveIncluded: boolean
  readonly most: number
}

/** Where each option may lie. */
const ranges: Readonly<Record<ChartOption, OptionRange>> = {
  lambda: { above: 0, isAboveIncluded: false, most: 1 },
  limit: { above: 0, isAboveIncluded: false, most: 100 },
  k: { above: 0, isAboveIncluded: true, most: 100 },
  h: { above: 0, isAboveIncluded: false, most: 1000 },
  target: { above: 0, isAboveIncluded: true, most: 1e9 },
  sigma: { above: 0, isAboveIncluded: false, most: 1e9 },
}

/** The options of all kinds of charts. */
export const chartOptionNames = Object.keys(ranges) as readonly ChartOption[]

/** What is wrong with an option of a kind of chart, as the end of a sentence that begins with its name; else null. */
export function optionProblem(kind: ChartKind, option: ChartOption, value: number): string | null {
  if (!chartOptions[kind].includes(option)) return `is not an option of the ${kind} chart`
  const { above, isAboveIncluded, most } = ranges[option]
  if (value <= most && (value > above || (isAboveIncluded && value === above))) return null
  return `must be ${isAboveIncluded ? 'at least' : 'above'} ${above} and at most ${most}, got ${value}`
}

/** How each kind of chart is drawn from at least one subgroup. */
export const controlCharts: Readonly<
  Record<ChartKind, (subgroups: readonly Subgroup[], options?: ChartOptions) => ControlChart>
> = {
  u: (subgroups) => uChart(subgroups),
  laney: (subgroups) => laneyChart(subgroups),
  c: (subgroups) => cChart(subgroups),
  ewma: ewmaChart,
  cusum: cusumChart,
}
