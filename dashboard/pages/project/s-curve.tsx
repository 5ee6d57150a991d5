import type { EChartsOption } from 'echarts'
import { ChartFigure } from '../../charts/figure.tsx'
import { band, chartColour, dayOf, frame, line, marks, timeAxis, valueAxis } from '../../charts/style.ts'
import { Nothing } from './section.tsx'
import type { EarnedValue, SeriesLines } from './questions.ts'
import { inWords, type View } from './view.ts'

const FORECASTS = ['pf1', 'cpi', 'sci'] as const
/** A forecast this many times the planned duration away would leave no room for what was. */
const FARTHEST = 2

interface Point {
  readonly date: string
  readonly pv: number | null
  readonly ev: number | null
  readonly ac: number | null
}

/** The points up to the status date and the plan after it, with the status date itself among them. */
function pointsOf(evm: EarnedValue, { points }: SeriesLines): Point[] {
  const rows = points.map(({ date, pv, figures }): Point => ({
    date,
    pv,
    ev: figures?.ev ?? null,
    ac: figures?.ac ?? null,
  }))
  const status = { date: evm.statusDate, pv: evm.pv, ev: evm.ev, ac: evm.ac }
  const end = evm.baseline?.plannedFinish ?? ''
  // The weeks of the series end on Sundays; a plan is whole on its last day.
  const finish = end > evm.statusDate ? [{ date: end, pv: evm.bac, ev: null, ac: null }] : []
  const added = [status, ...finish]
  return [...rows.filter(({ date }) => !added.some((point) => point.date === date)), ...added].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  )
}

/** Where the forecasts end, unless that is too far away to be drawn. */
function forecastEnd(evm: EarnedValue): string | null {
  const { baseline, forecastFinish, statusDate } = evm
  if (baseline === null || forecastFinish === null || forecastFinish <= statusDate) return null
  const start = dayOf(baseline.plannedStart)
  const planned = dayOf(baseline.plannedFinish) - start
  return dayOf(forecastFinish) - start > FARTHEST * planned ? null : forecastFinish
}

/** Planned value, earned value and actual cost over time, with the forecasts at completion. */
export function SCurve({ view, evm, series }: { view: View; evm: EarnedValue; series: SeriesLines }) {
  const { t } = view.visit
  const points = pointsOf(evm, series)
  if (points.length === 0) return <Nothing>{t('page.none')}</Nothing>
  const end = forecastEnd(evm)
  const [now, finish] = [dayOf(evm.statusDate), end === null ? null : dayOf(end)]
  const values = (name: 'pv' | 'ev' | 'ac') => points.map((point) => point[name])
  const drawn = (name: 'pv' | 'ev' | 'ac') => points.map((point) => [dayOf(point.date), point[name]] as const)
  const forecast = (to: number | null) =>
    finish === null || to === null
      ? []
      : ([
          [now, evm.ac],
          [finish, to],
        ] as const)
  const unit = inWords(view.visit, 'costUnit', evm.costUnit)
  const names = {
    pv: t('project.evm.pv'),
    ev: t('project.evm.ev'),
    ac: t('project.evm.ac'),
    eac: t('project.evm.eac'),
  }
  const known = evm.eacRange.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const lines = [
    {
      ...line(names.pv, drawn('pv'), { colour: chartColour(1), dash: 'dashed', symbol: 'none' }),
      markLine: marks([
        { name: t('project.statusDate', { date: evm.statusDate }), at: { xAxis: now } },
        ...(evm.baseline === null
          ? []
          : [{ name: t('project.evm.plannedFinish'), at: { xAxis: dayOf(evm.baseline.plannedFinish) } }]),
      ]),
    },
    line(names.ev, drawn('ev'), { colour: chartColour(3), symbol: 'none', width: 3 }),
    line(names.ac, drawn('ac'), { colour: chartColour(2), symbol: 'none' }),
    line(names.eac, forecast(evm.eacRange[1]), {
      colour: chartColour(2),
      dash: 'dotted',
      symbol: 'diamond',
    }),
  ]
  const option: EChartsOption = {
    ...frame(finish === null ? lines.slice(0, 3) : lines),
    xAxis: timeAxis(),
    yAxis: valueAxis(unit),
    series: [
      ...lines,
      ...(known.length === FORECASTS.length && finish !== null
        ? band(forecast(least), forecast(most), chartColour(2))
        : []),
    ],
  }
  return (
    <ChartFigure
      t={t}
      id="s-curve"
      title={t('project.evm.chart', { unit })}
      caption={t(end === null ? 'project.evm.captionNoForecast' : 'project.evm.caption', {
        finish: evm.forecastFinish ?? '–',
      })}
      option={option}
      labelTitle={t('project.date')}
      labels={points.map(({ date }) => date)}
      series={[
        { name: names.pv, values: values('pv') },
        { name: names.ev, values: values('ev') },
        { name: names.ac, values: values('ac') },
      ]}
      forecast={{ name: names.eac, labels: [evm.statusDate, end ?? ''], values: [evm.ac, evm.eacRange[1]] }}
      number={view.format.number}
    />
  )
}
