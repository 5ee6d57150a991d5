import * as echarts from 'echarts/core'
import { LineChart, ScatterChart, BarChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
} from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import type { EChartsOption } from 'echarts'

echarts.use([
  LineChart,
  ScatterChart,
  BarChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  SVGRenderer,
])

/** Width and height in the units of the drawing; a page shows it as wide as there is room. */
export interface ChartSize {
  readonly width: number
  readonly height: number
}

/**
 * Leaves the look of texts to the page's style, which also keeps the drawing free of inline styles, and gives what the
 * drawing names within itself names of its own: several drawings stand on one page.
 */
function plain(svg: string, id: string): string {
  return svg
    .replaceAll(/<style\b[\s\S]*?<\/style>/g, '')
    .replaceAll(/ (?:style|class)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, `${id}-`)
}

/**
 * A chart as SVG text. Colours are names of the page's style, so that it follows light and dark.
 *
 * @param id unique on the page
 */
export function renderSvg(option: EChartsOption, { width, height }: ChartSize, id: string): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      useUTC: true,
      textStyle: { color: 'var(--chart-axis)' },
      ...option,
    })
    return plain(chart.renderToSVGString(), id)
  } finally {
    chart.dispose()
  }
}
