import type { EChartsOption } from 'echarts'
import { ChartFigure } from '../../charts/figure.tsx'
import { CONTAINED, chartColour, marks, valueAxis, valueAxisBelow } from '../../charts/style.ts'
import type { View } from './view.ts'
import { type Zone, zoneName } from './zone.ts'

type Limits = NonNullable<Zone['test']['limits']>

/** Points of one pair of limits in the nine zones that the limits cut. */
export function ZoneChart({ view, zones, id }: { view: View; zones: readonly Zone[]; id: string }) {
  const { visit, format } = view
  const { t } = visit
  const [first] = zones
  const tests = first?.test.limits
  const defects = first?.defect.limits
  if (first === undefined || !tests || !defects) return null
  const most = (values: readonly (number | null)[], limits: Limits) =>
    Number((Math.max(limits.upper, ...values.map((value) => value ?? 0)) * 1.25).toPrecision(2))
  const limitsOf = ({ lower, upper }: Limits, axis: 'xAxis' | 'yAxis') =>
    [lower, upper].map((value) => ({
      name: format.number(value),
      at: axis === 'xAxis' ? { xAxis: value } : { yAxis: value },
    }))
  const title = t('project.zone.chart', { limits: first.limits?.name ?? '' })
  const option: EChartsOption = {
    grid: { left: 8, right: 24, top: 34, bottom: 30, ...CONTAINED },
    xAxis: {
      ...valueAxisBelow(t('project.zone.tests')),
      min: 0,
      max: most(
        zones.map((z) => z.test.value),
        tests,
      ),
    },
    yAxis: {
      ...valueAxis(t('project.zone.defects')),
      min: 0,
      max: most(
        zones.map((z) => z.defect.value),
        defects,
      ),
    },
    series: [
      {
        type: 'scatter',
        name: title,
        symbol: 'circle',
        symbolSize: 11,
        itemStyle: { color: chartColour(1) },
        label: {
          show: true,
          position: 'top',
          color: 'var(--text)',
          textBorderWidth: 0,
          width: 170,
          overflow: 'truncate',
          formatter: ({ dataIndex }) => {
            const zone = zones[dataIndex]
            return zone === undefined ? '' : zoneName(visit, zone)
          },
        },
        labelLayout: { hideOverlap: false, moveOverlap: 'shiftY' },
        data: zones.map(({ test, defect }) => [test.value ?? 0, defect.value ?? 0]),
        markLine: marks([...limitsOf(tests, 'xAxis'), ...limitsOf(defects, 'yAxis')]),
      },
    ],
  }
  return (
    <ChartFigure
      t={t}
      id={id}
      title={title}
      caption={t('project.zone.caption', { limits: first.limits?.source ?? '' })}
      option={option}
      labelTitle={t('project.zone.of')}
      labels={zones.map((zone) => zoneName(visit, zone))}
      series={[
        { name: t('project.zone.defects'), values: zones.map(({ defect }) => defect.value) },
        { name: t('project.zone.tests'), values: zones.map(({ test }) => test.value) },
      ]}
      size={{ width: 620, height: 400 }}
      number={format.number}
    />
  )
}
