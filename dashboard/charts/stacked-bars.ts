import type { BarSeriesOption, EChartsOption } from 'echarts'
import { CONTAINED, categoryAxis, chartColour, valueAxis, valueAxisBelow } from './style.ts'

interface Part {
  readonly name: string
  readonly values: readonly (number | null)[]
}

interface Axis {
  /** What the bars are long in. */
  readonly name: string
  readonly max?: number
  readonly format?: (value: number) => string
  /** Bars lie, with their labels before them: for names, which are longer than dates. */
  readonly isLying?: boolean
}

/** Told apart by colour and hatching, so that neither is needed. */
const LOOKS: readonly BarSeriesOption['itemStyle'][] = [
  { color: chartColour(3) },
  {
    color: chartColour(2),
    decal: {
      symbol: 'rect',
      dashArrayX: [1, 0],
      dashArrayY: [2, 4],
      rotation: -Math.PI / 4,
      color: 'var(--surface)',
    },
  },
]

function axes(labels: readonly string[], { name, max, isLying = false }: Axis) {
  const lengths = { minInterval: 1, ...(max !== undefined && { max }) }
  const names = categoryAxis(labels)
  const each = { ...names, axisLabel: { ...names.axisLabel, interval: 0 } }
  return isLying
    ? {
        xAxis: { ...valueAxisBelow(name), ...lengths },
        yAxis: { ...each, inverse: true, axisLabel: { ...each.axisLabel, width: 180 } },
      }
    : { xAxis: each, yAxis: { ...valueAxis(name), ...lengths } }
}

/** Bars of parts that add up, each part with its figure in it. */
export function stackedBars(labels: readonly string[], parts: readonly Part[], axis: Axis): EChartsOption {
  const { format = String, isLying = false } = axis
  return {
    grid: { left: 8, right: 24, top: isLying ? 34 : 62, bottom: isLying ? 30 : 8, ...CONTAINED },
    legend: { top: 0, left: 0, textStyle: { color: 'var(--chart-axis)' } },
    ...axes(labels, axis),
    series: parts.map(({ name, values }, index) => ({
      type: 'bar',
      name,
      stack: 'all',
      barMaxWidth: isLying ? 22 : 56,
      data: values.map((value) => value ?? '-'),
      ...(LOOKS[index] !== undefined && { itemStyle: LOOKS[index] }),
      label: {
        show: true,
        position: 'inside',
        color: 'var(--text)',
        textBorderWidth: 0,
        // A part of nothing has no room for its figure.
        formatter: ({ value }) => (typeof value === 'number' && value > 0 ? format(value) : ''),
      },
    })),
  }
}
