import type { z } from 'zod'
import type { EChartsOption } from 'echarts'
import type { indicatorsAnswer } from '../../../schemas/answers.ts'
import { type Severity, severity } from '../../../schemas/facts/common.ts'
import type { Answer } from '../../ask.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { CONTAINED, categoryAxis, chartColour, valueAxis } from '../../charts/style.ts'
import { Table } from '../table.tsx'
import { answered, Nothing } from './section.tsx'
import type { View } from './view.ts'

type Indicators = z.infer<typeof indicatorsAnswer>
type Indicator = Indicators['indicators'][number]

interface SeverityRow {
  readonly severity: Severity
  readonly open: Indicator | undefined
  readonly oldest: Indicator | undefined
}

/** How many defects of each severity are open in the whole project, and the age of the oldest. */
function rowsOf({ indicators }: Indicators): SeverityRow[] {
  const whole = new Map(
    indicators
      .filter(({ phase, component }) => phase === null && component === null)
      .map((indicator) => [indicator.indicator, indicator]),
  )
  return severity.options.map((level) => ({
    severity: level,
    open: whole.get(`defects.open-${level}`),
    oldest: whole.get(`defects.oldest-open-${level}`),
  }))
}

function OpenChart({ view, rows }: { view: View; rows: readonly SeverityRow[] }) {
  const { t } = view.visit
  const labels = rows.map((row) => t(`project.severity.${row.severity}`))
  const counts = rows.map(({ open }) => open?.actual ?? null)
  const name = t('project.defects.open')
  const option: EChartsOption = {
    grid: { left: 8, right: 24, top: 34, bottom: 8, ...CONTAINED },
    xAxis: categoryAxis(labels),
    yAxis: { ...valueAxis(name), minInterval: 1 },
    series: [
      {
        type: 'bar',
        name,
        data: counts.map((value) => value ?? '-'),
        barMaxWidth: 60,
        itemStyle: { color: chartColour(2) },
        label: { show: true, position: 'top', color: 'var(--text)', textBorderWidth: 0 },
      },
    ],
  }
  return (
    <ChartFigure
      t={t}
      id="open-defects"
      title={t('project.defects.chart')}
      option={option}
      labelTitle={t('project.defects.severity')}
      labels={labels}
      series={[{ name, values: counts }]}
      size={{ width: 620, height: 260 }}
      number={view.format.number}
    />
  )
}

/** Open defects by severity, with the age of the oldest. */
export function DefectsSection({ view, indicators }: { view: View; indicators: Answer<Indicators> }) {
  const { visit, format } = view
  const { t } = visit
  return answered(visit, 'defects', indicators, (data) => {
    const rows = rowsOf(data)
    const known = rows.some(({ open }) => open?.actual !== null && open !== undefined)
    if (!known) return <Nothing>{rows[0]?.open?.message ?? t('why.NO_DEFECTS_REPORTED')}</Nothing>
    return (
      <div class="cards">
        <Table
          label={t('project.section.defects')}
          columns={[
            t('project.defects.severity'),
            { number: t('project.defects.open') },
            { number: t('project.defects.oldest') },
            t('project.column.facts'),
          ]}
        >
          {rows.map(({ severity: level, open, oldest }) => (
            <tr>
              <th scope="row">{t(`project.severity.${level}`)}</th>
              <td class="number">{open?.message ?? format.number(open?.actual ?? null)}</td>
              <td class="number">
                {(open?.actual ?? 0) === 0 ? '–' : (oldest?.message ?? format.days(oldest?.actual ?? null))}
              </td>
              <td>
                {open !== undefined && (
                  <a
                    href={open.facts}
                    aria-label={t('project.factsOf', { title: t(`project.severity.${level}`) })}
                  >
                    {t('project.facts')}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </Table>
        {rows.some(({ open }) => (open?.actual ?? 0) > 0) ? (
          <OpenChart view={view} rows={rows} />
        ) : (
          <p>{t('project.defects.none')}</p>
        )}
      </div>
    )
  })
}
