import type { z } from 'zod'
import type { EChartsOption } from 'echarts'
import type { reliabilityAnswer } from '../../../schemas/answers-reliability.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { band, chartColour, frame, line, marks, valueAxis, valueAxisBelow } from '../../charts/style.ts'
import type { View } from './view.ts'

type Answer = z.infer<typeof reliabilityAnswer>
type Curve = NonNullable<Answer['curve']>

interface Props {
  readonly view: View
  readonly curve: Curve
  readonly axis: Answer['axis']
  readonly until: number | null
}

/** A band may rise without end; what was found is to stay readable below it. */
const HIGHEST = 2.5

/** The least and the most that any of the models expects at each time. */
function envelopeOf({ times, models }: Curve): { least: number | null; most: number | null }[] {
  return times.map((_, index) => {
    const expected = models.flatMap((model) => model.expected[index] ?? [])
    return expected.length === 0
      ? { least: null, most: null }
      : { least: Math.min(...expected), most: Math.max(...expected) }
  })
}

/** Found failures, the selected model with its band, and the envelope over all models that could be fitted. */
export function GrowthChart({ view, curve, axis, until }: Props) {
  const { t } = view.visit
  const { observed, times, models } = curve
  const selected = models.find((model) => model.selected)
  const envelope = envelopeOf(curve)
  const found = observed.at(-1)?.found ?? 0
  const names = {
    found: t('project.reliability.found'),
    expected: selected === undefined ? null : t('project.reliability.expected', { model: selected.model }),
    least: t('project.reliability.least'),
    most: t('project.reliability.most'),
  }
  const expectedEnd = selected?.expected.at(-1) ?? 0
  const over = <T,>(values: readonly T[]) =>
    times.map((time, index) => [time, values[index] ?? null] as const)
  const bounds = curve.band
  const lines = [
    {
      ...line(
        names.found,
        [[0, 0] as const, ...observed.map((point) => [point.time, point.found] as const)],
        { colour: chartColour(1), step: true, symbol: 'none', width: 2.5 },
      ),
      ...(until !== null && {
        markLine: marks([{ name: t('project.reliability.now'), at: { xAxis: until } }]),
      }),
    },
    ...(names.expected === null
      ? []
      : [line(names.expected, over(selected?.expected ?? []), { colour: chartColour(2), symbol: 'none' })]),
    ...(models.length < 2
      ? []
      : [
          line(names.least, over(envelope.map(({ least }) => least)), {
            colour: chartColour(4),
            dash: 'dotted',
            symbol: 'none',
            width: 1.5,
          }),
          line(names.most, over(envelope.map(({ most }) => most)), {
            colour: chartColour(4),
            dash: 'dashed',
            symbol: 'none',
            width: 1.5,
          }),
        ]),
  ]
  const option: EChartsOption = {
    ...frame(lines, 30),
    xAxis: { ...valueAxisBelow(t(`project.reliability.axis.${axis}`)), min: 0, max: times.at(-1) ?? 1 },
    yAxis: {
      ...valueAxis(t('project.reliability.failures')),
      min: 0,
      max: ({ max }: { max: number }) => Math.ceil(Math.min(max, HIGHEST * Math.max(found, expectedEnd, 1))),
    },
    series: [
      ...lines,
      ...(bounds.length === 0
        ? []
        : band(
            over(bounds.map(({ lower }) => lower)),
            over(bounds.map(({ upper }) => upper)),
            chartColour(2),
          )),
    ],
  }
  const labels = times.map((time) => view.format.number(time))
  // What was found by each of the times that the models are given at, as far as it was observed.
  const foundBy = times.map((time) =>
    until !== null && time > until
      ? null
      : observed.reduce((count, point) => (point.time <= time ? point.found : count), 0),
  )
  return (
    <ChartFigure
      t={t}
      id="growth"
      title={t('project.reliability.chart')}
      caption={t(selected === undefined ? 'project.reliability.captionNone' : 'project.reliability.caption')}
      option={option}
      labelTitle={t(`project.reliability.axis.${axis}`)}
      labels={labels}
      series={[
        { name: names.found, values: foundBy },
        ...(names.expected === null || selected === undefined
          ? []
          : [{ name: names.expected, values: selected.expected }]),
        ...(models.length < 2
          ? []
          : [
              { name: names.least, values: envelope.map(({ least }) => least) },
              { name: names.most, values: envelope.map(({ most }) => most) },
            ]),
      ]}
      number={view.format.number}
    />
  )
}
