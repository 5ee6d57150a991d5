import type { z } from 'zod'
import type { EChartsOption, LineSeriesOption } from 'echarts'
import type { chartAnswer } from '../../../schemas/answers-quality.ts'
import type { Answer } from '../../ask.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { categoryAxis, chartColour, frame, valueAxis } from '../../charts/style.ts'
import { ProblemWords } from '../../parts.tsx'
import { Section } from './section.tsx'
import { CONTROL_CHARTS, type ControlChartName } from './questions.ts'
import type { View } from './view.ts'

type ControlChart = z.infer<typeof chartAnswer>

/** So many signals are read at a glance. */
const FEW = 3
const SIZE = { width: 620, height: 300 }

function Chart({ view, name, data }: { view: View; name: ControlChartName; data: ControlChart }) {
  const { t } = view.visit
  const { points, centre } = data
  const values = points.map(({ value }) => value)
  const names = {
    value: t('project.control.value'),
    upper: t('project.control.upper'),
    lower: t('project.control.lower'),
    centre: t('project.control.centre'),
  }
  const limit = (
    label: string,
    of: readonly (number | null)[],
    type: 'dashed' | 'dotted',
  ): LineSeriesOption => ({
    type: 'line',
    name: label,
    data: of.map((value) => value ?? '-'),
    step: 'middle',
    symbol: of.length > 1 ? 'none' : 'rect',
    lineStyle: { color: chartColour(5), type, width: 1.5 },
    itemStyle: { color: chartColour(5) },
  })
  const lines: LineSeriesOption[] = [
    {
      type: 'line',
      name: names.value,
      symbol: 'circle',
      data: points.map(({ value, signal }) =>
        signal
          ? { value, symbol: 'diamond', symbolSize: 14, itemStyle: { color: 'var(--hold)' } }
          : { value, symbol: 'circle', symbolSize: 6 },
      ),
      showAllSymbol: true,
      lineStyle: { color: chartColour(1), width: 1.5 },
      itemStyle: { color: chartColour(1) },
    },
    limit(
      names.upper,
      points.map(({ upper }) => upper),
      'dashed',
    ),
    limit(
      names.lower,
      points.map(({ lower }) => lower),
      'dashed',
    ),
    limit(
      names.centre,
      points.map(() => centre),
      'dotted',
    ),
  ]
  const option: EChartsOption = {
    ...frame(lines),
    xAxis: categoryAxis(points.map(({ label }) => label)),
    yAxis: valueAxis(t(`project.control.unit.${name}`)),
    series: lines,
  }
  return (
    <>
      <ChartFigure
        t={t}
        id={`control-${name}`}
        title={t(`project.control.${name}`)}
        caption={t(data.provisional ? 'project.control.provisional' : 'project.control.caption', {
          points: points.length,
        })}
        option={option}
        labelTitle={t('project.control.report')}
        labels={points.map(({ label }) => label)}
        series={[
          { name: names.value, values },
          { name: names.upper, values: points.map(({ upper }) => upper) },
          { name: names.lower, values: points.map(({ lower }) => lower) },
          { name: names.centre, values: points.map(() => centre) },
        ]}
        size={SIZE}
        number={view.format.number}
      />
      {data.findings.length > 0 && (
        <details open={data.findings.length <= FEW}>
          <summary>{t('project.control.signals', { count: data.findings.length })}</summary>
          <ul class="signals">
            {data.findings.map(({ message }) => (
              <li>
                <span aria-hidden="true">◆</span> {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Whether the detection rate is in control, by charts with and without memory. */
export function ControlSection({ view, charts }: { view: View; charts: readonly Answer<ControlChart>[] }) {
  const { visit } = view
  return (
    <Section visit={visit} name="control">
      <div class="charts">
        {CONTROL_CHARTS.map((name, index) => {
          const answer = charts[index]
          return (
            <div class="card">
              <h3>{visit.t(`project.control.${name}`)}</h3>
              {answer?.ok === true && answer.data.points.length > 0 ? (
                <Chart view={view} name={name} data={answer.data} />
              ) : (
                <div class="muted">
                  {answer?.ok === true ? visit.t('why.NO_TESTS_EXECUTED') : visit.t('project.sectionFailed')}{' '}
                  {answer?.ok === false && <ProblemWords visit={visit} problem={answer.problem} />}
                </div>
              )}
            </div>
          )
        })}
      </div>
    </Section>
  )
}
