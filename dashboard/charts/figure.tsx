import { raw } from 'hono/html'
import type { EChartsOption } from 'echarts'
import type { Translate } from '../../api/render/translate.ts'
import { Table } from '../pages/table.tsx'
import { assetPath } from '../assets.ts'
import { type ChartSize, renderSvg } from './render.ts'

export interface ChartSeries {
  readonly name: string
  /** One for each label; null where there is none. */
  readonly values: readonly (number | null)[]
}

interface ChartFigureProps {
  readonly t: Translate
  /** Unique on the page. */
  readonly id: string
  /** What the chart shows, in a sentence: the label of the drawing and the caption. */
  readonly title: string
  readonly caption?: string
  readonly option: EChartsOption
  /** What the labels are: a date, a component. */
  readonly labelTitle: string
  readonly labels: readonly string[]
  /** In the order of the option's series; the table below the chart shows the same figures. */
  readonly series: readonly ChartSeries[]
  /** A series with labels of its own, the one after the others. It is not in the table. */
  readonly forecast?: ChartSeries & { readonly labels: readonly string[] }
  readonly size?: ChartSize
  readonly number: (value: number) => string
}

const USUAL: ChartSize = { width: 760, height: 330 }

/** JSON inside a script element: nothing in it can end the element. */
const inScript = (value: unknown) => raw(JSON.stringify(value).replaceAll('<', '\\u003c'))

interface DataTableProps {
  readonly t: Translate
  readonly title: string
  readonly labelTitle: string
  readonly labels: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (string | null)[] }[]
}

function DataTable({ t, title, labelTitle, labels, series }: DataTableProps) {
  return (
    <details class="no-print">
      <summary>{t('chart.data')}</summary>
      <Table
        isGrid
        label={`${t('chart.data')}: ${title}`}
        columns={[labelTitle, ...series.map(({ name }) => ({ number: name }))]}
      >
        {labels.map((label, index) => (
          <tr>
            <th scope="row">{label}</th>
            {series.map(({ values }) => (
              <td class="number">{values[index] ?? '–'}</td>
            ))}
          </tr>
        ))}
      </Table>
    </details>
  )
}

/** A chart drawn on the server, with its figures as a table and for the browser's script. */
export function ChartFigure(props: ChartFigureProps) {
  const { t, id, title, caption, option, labelTitle, labels, series, forecast, size = USUAL, number } = props
  const written = ({ name, values }: ChartSeries) => ({
    name,
    values: values.map((value) => (value === null ? null : number(value))),
  })
  const shown = series.map(written)
  const told = forecast === undefined ? shown : [...shown, { ...written(forecast), labels: forecast.labels }]
  return (
    <figure data-series>
      <div class="drawing" tabindex={0} role="group" aria-label={title}>
        <div data-chart role="img" aria-label={title}>
          {raw(renderSvg(option, size, id))}
        </div>
      </div>
      <figcaption>{caption ?? title}</figcaption>
      <DataTable t={t} title={title} labelTitle={labelTitle} labels={labels} series={shown} />
      <script type="application/json">{inScript({ labels, series: told })}</script>
    </figure>
  )
}

/** What lets a page's charts tell their values; once a page, before its end. */
export function ChartScript() {
  return <script src={assetPath('charts.js')}></script>
}
