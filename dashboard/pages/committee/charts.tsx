import type { CommitteeGroup } from '../../../schemas/answers-committee.ts'
import { ChartFigure } from '../../charts/figure.tsx'
import { stackedBars } from '../../charts/stacked-bars.ts'
import { linkTo } from '../../visit.ts'
import { MONTHS_WANTED, type MonthTotal } from './months.ts'
import { MonthCharts } from './month-charts.tsx'
import type { PackPart } from './portfolio.tsx'

/** So many bars can be told apart on a printed page. */
const MOST_DIVISIONS = 12

interface Bar {
  readonly name: string
  readonly SHIP: number
  readonly HOLD: number
}

/** The divisions with most projects, and all others in one bar. */
function barsOf({ visit: { t } }: PackPart, divisions: readonly CommitteeGroup[]): Bar[] {
  const bySize = [...divisions].sort((a, b) => b.projects - a.projects)
  const shown = bySize.length > MOST_DIVISIONS ? bySize.slice(0, MOST_DIVISIONS - 1) : bySize
  const rest = bySize.slice(shown.length)
  const sum = (of: 'SHIP' | 'HOLD') => rest.reduce((count, { after }) => count + after[of], 0)
  return [
    ...shown.map(({ division, after }) => ({ name: division ?? t('committee.noDivision'), ...after })),
    ...(rest.length === 0
      ? []
      : [
          { name: t('committee.chart.others', { count: rest.length }), SHIP: sum('SHIP'), HOLD: sum('HOLD') },
        ]),
  ]
}

function DivisionChart(part: PackPart) {
  const { visit, format, report } = part
  const { t } = visit
  const bars = barsOf(part, report.divisions)
  const labels = bars.map(({ name }) => name)
  const series = (['SHIP', 'HOLD'] as const).map((which) => ({
    name: t(`recommendation.${which}`),
    values: bars.map((bar) => bar[which]),
  }))
  return (
    <ChartFigure
      t={t}
      id="committee-divisions"
      title={t('committee.chart.divisions')}
      option={stackedBars(labels, series, { name: t('committee.chart.projects'), isLying: true })}
      labelTitle={t('committee.division')}
      labels={labels}
      series={series}
      size={{ width: 760, height: 80 + 32 * bars.length }}
      number={format.number}
    />
  )
}

interface Props extends PackPart {
  readonly months: readonly MonthTotal[] | 'unasked' | 'failed'
}

/** What a committee reads first: how many may ship, and how far the figures behind it can be trusted. */
export function ChartSection({ months, ...part }: Props) {
  const { visit, report } = part
  const { t } = visit
  if (report.total.projects === 0) return <></>
  return (
    <>
      <h2>{t('committee.charts')}</h2>
      <DivisionChart {...part} />
      {months === 'unasked' ? (
        <p class="no-print">
          <a href={linkTo(visit, { [MONTHS_WANTED]: 'yes' })}>{t('committee.chart.ask')}</a>
        </p>
      ) : months === 'failed' ? (
        <p class="empty">{t('committee.chart.failed')}</p>
      ) : (
        <MonthCharts {...part} months={months} />
      )}
    </>
  )
}
