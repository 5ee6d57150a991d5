import type { z } from 'zod'
import type { reliabilityAnswer } from '../../../schemas/answers-reliability.ts'
import type { Answer } from '../../ask.ts'
import { Table } from '../table.tsx'
import { type Figure, Figures } from './figures.tsx'
import { GrowthChart } from './growth-chart.tsx'
import { answered, Nothing } from './section.tsx'
import { inWords, type View } from './view.ts'

type Reliability = z.infer<typeof reliabilityAnswer>

interface Interval {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

function inInterval({ visit: { t }, format }: View, { value, lower, upper }: Interval): string {
  const ends = {
    lower: format.number(lower),
    upper: upper === null ? t('project.reliability.unbounded') : format.number(upper),
  }
  return `${format.number(value)} (${t('project.reliability.interval', ends)})`
}

function figuresOf(view: View, { selected, trend, axis, data }: Reliability): Figure[] {
  const { visit, format } = view
  const { t } = visit
  const found = [
    { name: t('project.reliability.found'), value: format.number(data?.events ?? null) },
    {
      name: t('project.reliability.trend'),
      value: format.number(trend.laplace),
      note: t('project.reliability.trendNote'),
    },
  ]
  if (selected === null) return found
  const { residual, convergenceRatio, envelope, outlook } = selected
  return [
    ...found,
    { name: t('project.reliability.model'), value: selected.model },
    { name: t('project.reliability.residual'), value: inInterval(view, residual) },
    {
      name: t('project.reliability.envelope'),
      value: envelope.residual.map((value) => format.number(value)).join(' – '),
      note: t('project.reliability.models', { count: envelope.models.length }),
    },
    { name: t('project.reliability.convergence'), value: inInterval(view, convergenceRatio) },
    ...(outlook.timeToResidual === null
      ? []
      : [
          {
            name: t('project.reliability.timeToResidual', { target: outlook.timeToResidual.target }),
            value: inInterval(view, outlook.timeToResidual),
            note: t(`project.reliability.axis.${axis}`),
          },
        ]),
  ]
}

function Models({ view: { visit, format }, data }: { view: View; data: Reliability }) {
  const { t } = visit
  if (data.models.length === 0) return null
  return (
    <details>
      <summary>{t('project.reliability.allModels', { count: data.models.length })}</summary>
      <Table
        label={t('project.reliability.model')}
        columns={[
          t('project.reliability.model'),
          t('project.reliability.status'),
          { number: 'AIC' },
          { number: t('project.reliability.residual') },
          { number: t('project.reliability.fit') },
        ]}
      >
        {data.models.map(({ model, status, aic, residual, goodness }) => (
          <tr>
            <th scope="row">{model}</th>
            <td>{inWords(visit, 'project.fit', status)}</td>
            <td class="number">{format.number(aic)}</td>
            <td class="number">{format.number(residual)}</td>
            <td class="number">
              {goodness === null
                ? '–'
                : t(goodness.rejected ? 'project.reliability.rejected' : 'project.reliability.fits', {
                    probability: format.number(goodness.probability),
                  })}
            </td>
          </tr>
        ))}
      </Table>
    </details>
  )
}

/** Reliability growth: what was found, what the models expect, and whether it may be judged by. */
export function ReliabilitySection({ view, reliability }: { view: View; reliability: Answer<Reliability> }) {
  const { visit } = view
  return answered(visit, 'reliability', reliability, (data) => (
    <>
      {data.notAssessable.length > 0 && (
        <div class="card">
          <h3>{visit.t('project.reliability.notAssessable')}</h3>
          <ul>
            {data.notAssessable.map((code) => (
              <li>
                {inWords(visit, 'why', code)} <code class="muted">{code}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="beside">
        {data.curve === undefined ? (
          <Nothing>{visit.t('why.NO_EVENTS')}</Nothing>
        ) : (
          <GrowthChart
            view={view}
            curve={data.curve}
            axis={data.axis}
            until={data.data?.observedUntil ?? null}
          />
        )}
        <Figures items={figuresOf(view, data)} />
      </div>
      <Models view={view} data={data} />
    </>
  ))
}
