import type { EChartsOption, LineSeriesOption } from 'echarts'

const AXIS = 'var(--chart-axis)'
const LINE = 'var(--line)'

export const chartColour = (index: 1 | 2 | 3 | 4 | 5) => `var(--chart-${index})`

const label = { color: AXIS, textBorderWidth: 0, hideOverlap: true }
const axis = {
  axisLabel: label,
  axisLine: { lineStyle: { color: AXIS } },
  axisTick: { lineStyle: { color: AXIS } },
  splitLine: { lineStyle: { color: LINE } },
  nameTextStyle: label,
}

/** An axis of numbers, with what they count. */
export const valueAxis = (name: string, side: 'left' | 'right' = 'left') => ({
  ...axis,
  type: 'value' as const,
  name,
  nameTextStyle: { ...label, align: side },
})

/** An axis of numbers along the bottom, its name below it. */
export const valueAxisBelow = (name: string) => ({
  ...valueAxis(name),
  nameTextStyle: label,
  nameLocation: 'middle' as const,
  nameGap: 26,
})

/** An axis of dates, labelled so in every language. */
export const timeAxis = () => ({
  ...axis,
  type: 'time' as const,
  splitLine: { show: false },
  axisLabel: {
    ...label,
    formatter: { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{MM}-{dd}', hour: '', minute: '', second: '' },
  },
})

export const categoryAxis = (data: readonly string[]) => ({
  ...axis,
  type: 'category' as const,
  data: [...data],
  splitLine: { show: false },
  axisLabel: { ...label, width: 90, overflow: 'truncate' as const },
})

/** Room for the axes and, above them, a legend that shows a line without points without one. */
export function frame(lines: readonly LineSeriesOption[], below = 8): EChartsOption {
  return {
    grid: { left: 8, right: 24, top: 62, bottom: below, ...CONTAINED },
    legend: {
      top: 0,
      left: 0,
      data: lines.map(({ name, symbol }) => ({
        name: String(name),
        ...(symbol === 'none' && { itemStyle: { opacity: 0 } }),
      })),
      textStyle: { color: AXIS, width: 170, overflow: 'truncate' },
    },
  }
}

/** A drawing whose axis labels lie within its bounds. */
export const CONTAINED = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

type Dash = 'solid' | 'dashed' | 'dotted'
type Point = readonly [number, number | null]

interface LineStyle {
  readonly colour: string
  readonly dash?: Dash
  readonly symbol?: 'none' | 'circle' | 'rect' | 'triangle' | 'diamond'
  readonly step?: boolean
  readonly width?: number
}

/** A line told apart by its dashes and the form of its points, not by its colour alone. */
export function line(name: string, data: readonly Point[], style: LineStyle): LineSeriesOption {
  const { colour, dash = 'solid', symbol = 'circle', step = false, width = 2 } = style
  const known = data.filter(([, value]) => value !== null).length
  return {
    type: 'line',
    name,
    data: data.map(([x, y]) => [x, y ?? '-']),
    // A line of one point cannot be seen without its point.
    symbol: symbol === 'none' && known > 1 ? 'none' : symbol === 'none' ? 'circle' : symbol,
    symbolSize: known > 60 ? 3 : 6,
    showAllSymbol: true,
    step: step && 'end',
    lineStyle: { color: colour, type: dash, width },
    itemStyle: { color: colour },
    connectNulls: false,
  }
}

/** A surface between two lines over the same places; it has no part in the legend. */
export function band(
  lower: readonly Point[],
  upper: readonly Point[],
  colour = 'var(--chart-band)',
): LineSeriesOption[] {
  const base = {
    type: 'line' as const,
    stack: 'band',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    itemStyle: { color: colour },
  }
  const height = upper.map(([x, most], index): [number, number | '-'] => {
    const least = lower[index]?.[1] ?? null
    return [x, most === null || least === null ? '-' : most - least]
  })
  return [
    { ...base, data: lower.map(([x, y]) => [x, y ?? '-']) },
    { ...base, data: height, areaStyle: { color: colour, opacity: 0.16 } },
  ]
}

interface Mark {
  readonly name: string
  readonly at: { readonly xAxis: number } | { readonly yAxis: number }
}

/** Whether it is the right one of two lines from top to bottom. */
function isLater(at: Mark['at'], all: readonly Mark[]): boolean {
  const places = all.flatMap((mark) => ('xAxis' in mark.at ? [mark.at.xAxis] : []))
  return 'xAxis' in at && places.length > 1 && at.xAxis === Math.max(...places)
}

/** Lines across the drawing with their names. */
export function marks(all: readonly Mark[]): NonNullable<LineSeriesOption['markLine']> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: AXIS, type: 'dotted', width: 1.5 },
    // At either end in turn, and of dates the later one's after its line: two lines may lie close together.
    data: all.map(({ name, at }, index) => ({
      ...at,
      name,
      label: {
        color: AXIS,
        textBorderWidth: 0,
        formatter: '{b}',
        position: `inside${index % 2 === 0 ? 'End' : 'Start'}${isLater(at, all) ? 'Bottom' : 'Top'}` as const,
      },
    })),
  }
}

/** A civil date as the instant of a time axis. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)
