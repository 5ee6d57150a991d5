import type { Answer } from '../../ask.ts'
import { ProblemWords } from '../../parts.tsx'
import { Figures } from './figures.tsx'
import type { EarnedValue, SeriesLines } from './questions.ts'
import { SCurve } from './s-curve.tsx'
import { answered, Nothing } from './section.tsx'
import { inWords, type View } from './view.ts'

const AMOUNTS = ['pv', 'ev', 'ac', 'bac', 'sv', 'cv', 'etc', 'vac'] as const
const RATIOS = ['spi', 'cpi', 'sci', 'tcpiBac', 'tcpiEac'] as const
const TIMES = ['at', 'pd', 'es', 'svT'] as const
const TIME_RATIOS = ['spiT', 'sciT', 'tspi'] as const

type Name = (typeof AMOUNTS | typeof RATIOS | typeof TIMES | typeof TIME_RATIOS)[number]

function figuresOf({ visit, format }: View, data: EarnedValue) {
  return (names: readonly Name[], unit = '') =>
    names.map((name) => {
      const value = data[name]
      const why = data.notMeasurable[name]
      return {
        name: visit.t(`project.evm.${name}`),
        value: value === null ? '–' : [format.number(value), unit].filter(Boolean).join(' '),
        note: why === undefined ? null : inWords(visit, 'why', why),
      }
    })
}

function Forecast({ view, data }: { view: View; data: EarnedValue }) {
  const { visit, format } = view
  const { t } = visit
  const [optimistic, usual, pessimistic] = data.eacRange
  return (
    <Figures
      items={[
        {
          name: t('project.evm.eacRange'),
          value: [optimistic, usual, pessimistic].map((value) => format.number(value)).join(' / '),
          note: t('project.evm.eacNote', { unit: inWords(visit, 'costUnit', data.costUnit) }),
        },
        { name: t('project.evm.plannedFinish'), value: data.baseline?.plannedFinish ?? '–' },
        { name: t('project.evm.forecastFinish'), value: data.forecastFinish ?? '–' },
        { name: t('project.evm.complete'), value: format.percent(data.percentComplete) },
        { name: t('project.evm.spent'), value: format.percent(data.percentSpent) },
      ]}
    />
  )
}

function Findings({ view: { visit }, data }: { view: View; data: EarnedValue }) {
  if (data.findings.length === 0) return null
  return (
    <details>
      <summary>{visit.t('project.evm.findings', { count: data.findings.length })}</summary>
      <ul>
        {data.findings.map(({ code, workPackage, message, facts }) => (
          <li>
            {workPackage !== null && <code>{workPackage}</code>} {message} <code class="muted">{code}</code>{' '}
            <a
              href={facts}
              aria-label={visit.t('project.factsOf', { title: `${code} ${workPackage ?? ''}`.trim() })}
            >
              {visit.t('project.facts')}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface Props {
  readonly view: View
  readonly evm: Answer<EarnedValue>
  readonly series: Answer<SeriesLines>
}

/** Earned value and earned schedule: the S-curve, the figures and the forecasts. */
export function EarnedValueSection({ view, evm, series }: Props) {
  const { visit } = view
  return answered(visit, 'earned-value', evm, (data) => {
    if (data.baseline === null) return <Nothing>{visit.t('why.NO_BASELINE')}</Nothing>
    const figures = figuresOf(view, data)
    return (
      <>
        <div class="beside">
          {series.ok ? (
            <SCurve view={view} evm={data} series={series.data} />
          ) : (
            <Nothing>
              {visit.t('project.sectionFailed')} <ProblemWords visit={visit} problem={series.problem} />
            </Nothing>
          )}
          <Forecast view={view} data={data} />
        </div>
        <div class="cards">
          <div class="card">
            <h3>{visit.t('project.evm.cost', { unit: inWords(visit, 'costUnit', data.costUnit) })}</h3>
            <Figures items={[...figures(AMOUNTS), ...figures(RATIOS)]} />
          </div>
          <div class="card">
            <h3>{visit.t('project.evm.schedule')}</h3>
            <Figures items={[...figures(TIMES, visit.t('unit.days')), ...figures(TIME_RATIOS)]} />
          </div>
        </div>
        <Findings view={view} data={data} />
      </>
    )
  })
}
