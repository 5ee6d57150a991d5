import type { z } from 'zod'
import type { EChartsOption } from 'echarts'
import type { pbCurveAnswer } from '../../../schemas/answers-quality.ts'
import type { Answer } from '../../ask.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { chartColour, dayOf, frame, line, marks, timeAxis, valueAxis } from '../../charts/style.ts'
import { Figures } from './figures.tsx'
import { answered, Nothing } from './section.tsx'
import type { View } from './view.ts'

type PbCurve = z.infer<typeof pbCurveAnswer>

const LINES = [
  { name: 'planned', colour: 5, dash: 'dashed', axis: 0, symbol: 'none' },
  { name: 'executed', colour: 1, dash: 'solid', axis: 0, symbol: 'none' },
  { name: 'found', colour: 2, dash: 'solid', axis: 1, symbol: 'triangle' },
  { name: 'closed', colour: 3, dash: 'dashed', axis: 1, symbol: 'none' },
  { name: 'open', colour: 4, dash: 'dotted', axis: 1, symbol: 'rect' },
] as const

function Curve({ view, data }: { view: View; data: PbCurve }) {
  const { t } = view.visit
  const series = LINES.map(({ name }) => ({
    name: t(`project.pb.${name}`),
    values: data.points.map((point) => point[name]),
  }))
  const lines = LINES.map(({ name, colour, dash, axis, symbol }, index) => ({
    ...line(
      t(`project.pb.${name}`),
      data.points.map((point) => [dayOf(point.date), point[name]] as const),
      { colour: chartColour(colour), dash, symbol },
    ),
    yAxisIndex: axis,
    ...(index === 0 && {
      markLine: marks([
        {
          name: t('project.statusDate', { date: data.statusDate }),
          at: { xAxis: dayOf(data.statusDate) },
        },
      ]),
    }),
  }))
  const option: EChartsOption = {
    ...frame(lines),
    xAxis: timeAxis(),
    yAxis: [
      valueAxis(t('project.pb.cases')),
      { ...valueAxis(t('project.pb.defects'), 'right'), splitLine: { show: false }, minInterval: 1 },
    ],
    series: lines,
  }
  return (
    <ChartFigure
      t={t}
      id="pb"
      title={t('project.pb.chart')}
      option={option}
      labelTitle={t('project.date')}
      labels={data.points.map(({ date }) => date)}
      series={series}
      number={view.format.number}
    />
  )
}

/** The PB curve: cases executed and defects found over time, and what state it is in. */
export function PbSection({ view, pb }: { view: View; pb: Answer<PbCurve> }) {
  const { visit, format } = view
  const { t } = visit
  return answered(visit, 'pb', pb, (data) => (
    <>
      <p>
        <strong>{t(`project.pbState.${data.state}`)}</strong>
      </p>
      <div class="beside">
        {data.points.length === 0 ? (
          <Nothing>{t('why.NO_TESTS')}</Nothing>
        ) : (
          <Curve view={view} data={data} />
        )}
        <Figures
          items={[
            { name: t('project.pb.slopeRatio'), value: format.number(data.slopeRatio) },
            { name: t('project.pb.casesRemaining'), value: format.number(data.casesRemaining) },
            { name: t('project.pb.oldestOpenDays'), value: format.days(data.oldestOpenDays) },
            { name: t('project.pb.daysSinceCritical'), value: format.days(data.daysSinceCritical) },
          ]}
        />
      </div>
    </>
  ))
}
