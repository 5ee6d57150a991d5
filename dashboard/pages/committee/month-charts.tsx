import type { EChartsOption, LineSeriesOption } from 'echarts'
import type { CommitteeGroup } from '../../../schemas/answers-committee.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { stackedBars } from '../../charts/stacked-bars.ts'
import { categoryAxis, chartColour, frame, valueAxis } from '../../charts/style.ts'
import { Table } from '../table.tsx'
import type { MonthTotal } from './months.ts'
import { type PackPart, Share } from './portfolio.tsx'

interface Props extends PackPart {
  readonly months: readonly MonthTotal[]
}

const SIZE = { width: 620, height: 300 }

const percentOf = (share: number | null) => (share === null ? null : share * 100)
const shareOf = ({ after, projects }: CommitteeGroup, which: 'SHIP' | 'HOLD') =>
  projects === 0 ? null : (after[which] / projects) * 100

function VerdictChart({ visit: { t }, format, months }: Props) {
  const labels = months.map(({ month }) => month)
  const series = (['SHIP', 'HOLD'] as const).map((which) => ({
    name: t(`recommendation.${which}`),
    values: months.map(({ total }) => shareOf(total, which)),
  }))
  const whole = (value: number) => `${format.number(Math.round(value))}%`
  return (
    <ChartFigure
      t={t}
      id="committee-verdicts"
      title={t('committee.chart.verdicts')}
      option={stackedBars(labels, series, { name: t('committee.chart.percent'), max: 100, format: whole })}
      labelTitle={t('committee.month')}
      labels={labels}
      series={series}
      size={SIZE}
      number={(value) => format.percent(value / 100)}
    />
  )
}

const RATES = [
  { of: 'incomplete', title: 'committee.incomplete', colour: 1, dash: 'solid', symbol: 'circle' },
  { of: 'overridden', title: 'committee.overridden', colour: 4, dash: 'dashed', symbol: 'rect' },
] as const

function RateChart({ visit: { t }, format, months }: Props) {
  const labels = months.map(({ month }) => month)
  const series = RATES.map(({ of, title }) => ({
    name: t(title),
    values: months.map(({ total }) => percentOf(total[of].share)),
  }))
  const lines = RATES.map(({ title, colour, dash, symbol }, index): LineSeriesOption => ({
    type: 'line',
    name: t(title),
    data: series[index]?.values.map((value) => value ?? '-') ?? [],
    symbol,
    symbolSize: 8,
    showAllSymbol: true,
    lineStyle: { color: chartColour(colour), type: dash, width: 2 },
    itemStyle: { color: chartColour(colour) },
  }))
  const option: EChartsOption = {
    ...frame(lines),
    xAxis: categoryAxis(labels),
    yAxis: { ...valueAxis(t('committee.chart.percent')), min: 0, max: 100 },
    series: lines,
  }
  return (
    <ChartFigure
      t={t}
      id="committee-rates"
      title={t('committee.chart.rates')}
      option={option}
      labelTitle={t('committee.month')}
      labels={labels}
      series={series}
      size={SIZE}
      number={(value) => format.percent(value / 100)}
    />
  )
}

/** The months before with this one: drawn, and as a table that is printed too. */
export function MonthCharts(props: Props) {
  const { visit, format, months } = props
  const { t } = visit
  return (
    <>
      <h3>{t('committee.chart.months')}</h3>
      <div class="charts">
        <VerdictChart {...props} />
        <RateChart {...props} />
      </div>
      <Table
        label={t('committee.chart.months')}
        columns={[
          t('committee.month'),
          { number: t('committee.projects') },
          t('committee.after'),
          t('committee.incomplete'),
          t('committee.overridden'),
        ]}
      >
        {months.map(({ month, total }) => (
          <tr>
            <th scope="row">{month}</th>
            <td class="number">{format.number(total.projects)}</td>
            <td>{t('committee.ofAll', { ship: total.after.SHIP, all: total.projects })}</td>
            {[total.incomplete, total.overridden].map((share) => (
              <td>
                <Share visit={visit} format={format} share={share} />
              </td>
            ))}
          </tr>
        ))}
      </Table>
      <p class="muted">{t('committee.chart.monthsWhy')}</p>
    </>
  )
}
