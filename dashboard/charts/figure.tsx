import { raw } from 'hono/html'
import type { EChartsOption } from 'echarts'
import type { Translate } from '../../api/render/translate.ts'
import { assetPath } from '../assets.ts'
import { type ChartSize, renderSvg } from './render.ts'

export interface ChartSeries {
  readonly name: string
  /** One for each label; null where there is none. */
  readonly values: readonly (number | null)[]
}

interface ChartFigureProps {
  readonly t: Translate
  /** What the chart shows, in a sentence: the label of the drawing and the caption. */
  readonly title: string
  readonly caption?: string
  readonly option: EChartsOption
  readonly labels: readonly string[]
  /** In the order of the option's series; the table below the chart shows the same figures. */
  readonly series: readonly ChartSeries[]
  readonly size?: ChartSize
}

const USUAL: ChartSize = { width: 720, height: 320 }

/** JSON inside a script element: nothing in it can end the element. */
const inScript = (value: unknown) => raw(JSON.stringify(value).replaceAll('<', '\\u003c'))

function DataTable({ t, labels, series }: Pick<ChartFigureProps, 't' | 'labels' | 'series'>) {
  return (
    <details class="no-print">
      <summary>{t('chart.data')}</summary>
      <div class="scroll" tabindex={0} role="region" aria-label={t('chart.data')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('chart.label')}</th>
              {series.map(({ name }) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, index) => (
              <tr>
                <th scope="row">{label}</th>
                {series.map(({ values }) => (
                  <td class="number">{values[index] ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** A chart drawn on the server, with its figures as a table and for the browser's script. */
export function ChartFigure({ t, title, caption, option, labels, series, size = USUAL }: ChartFigureProps) {
  return (
    <figure data-series>
      <div data-chart role="img" aria-label={title}>
        {raw(renderSvg(option, size))}
      </div>
      <figcaption>{caption ?? title}</figcaption>
      <DataTable t={t} labels={labels} series={series} />
      <script type="application/json">{inScript({ labels, series })}</script>
      <script src={assetPath('charts.js')}></script>
    </figure>
  )
}
