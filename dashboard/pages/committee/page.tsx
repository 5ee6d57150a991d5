import type { Context } from 'hono'
import { type CommitteeReport, committeeReport, monthName } from '../../../schemas/answers-committee.ts'
import { ask } from '../../ask.ts'
import { ChartScript } from '../../charts/figure.tsx'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import { linkTo, type Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { ChartSection } from './charts.tsx'
import { FlipSection } from './flips.tsx'
import { monthAfter, MONTHS_WANTED, monthsBefore } from './months.ts'
import { HoldSection, WaiverSection } from './orders.tsx'
import { PolicySection, WarningSection } from './outlook.tsx'
import { PortfolioSection } from './portfolio.tsx'

function MonthForm({ visit, month, current }: { visit: Visit; month: string; current: string }) {
  const { t } = visit
  const link = (to: string, text: string) =>
    monthName.safeParse(to).success && to <= current ? (
      <a href={linkTo(visit, { month: to })}>{text}</a>
    ) : (
      <></>
    )
  return (
    <form class="filters" method="get" action="/committee">
      <label>
        {t('committee.month')}
        <input type="month" name="month" value={month} max={current} required placeholder="YYYY-MM" />
      </label>
      <button type="submit">{t('committee.show')}</button>
      {link(monthAfter(month, -1), t('committee.previous'))}
      {link(monthAfter(month, 1), t('committee.next'))}
    </form>
  )
}

function Figures({ visit, report }: { visit: Visit; report: CommitteeReport }) {
  const { t } = visit
  const { total, flips, holds, waivers, warnings } = report
  const figures = [
    [total.after.SHIP, t('committee.figure.ship')],
    [total.after.HOLD, t('committee.figure.hold')],
    [flips.toHold, t('committee.figure.toHold')],
    [flips.toShip, t('committee.figure.toShip')],
    [holds.inForce.length, t('committee.figure.holds')],
    [waivers.inForce, t('committee.figure.waivers')],
    [warnings.cameTrue, t('committee.figure.came')],
  ] as const
  return (
    <ul class="figures">
      {figures.map(([count, text]) => (
        <li>
          <strong>{count}</strong> {text}
        </li>
      ))}
    </ul>
  )
}

/** The pack of one month, for reading and printing. */
export async function committeePage(visit: Visit, ports: DashboardPorts, c: Context) {
  const { t, url, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const current = format.date(ports.now()).slice(0, 7)
  const month = url.searchParams.get('month') ?? current
  const packOf = (name: string) =>
    ask(
      ports,
      visit,
      `/v1/reports/committee?${new URLSearchParams({ month: name }).toString()}`,
      committeeReport,
    )
  const answer = await packOf(month)
  if (!answer.ok) return problemPage(visit, c, t('page.committee'), answer.problem)
  const report = answer.data
  const part = { visit, format, report }
  const months =
    report.total.projects === 0 ? [] : await monthsBefore(report, url.searchParams.has(MONTHS_WANTED), packOf)
  const asOf = format.instant(report.asOf)
  return (
    <Page visit={visit} title={t('committee.title', { month })} asOf={`${asOf} (${report.zone})`}>
      <MonthForm visit={visit} month={month} current={current} />
      <p>
        {t(report.isOver ? 'committee.over' : 'committee.running', { asOf, zone: report.zone })}{' '}
        <span class="no-print muted">{t('committee.print')}</span>
      </p>
      <div class="pack">
        <Figures visit={visit} report={report} />
        <ChartSection {...part} months={months} />
        <PortfolioSection {...part} />
        <FlipSection {...part} />
        <HoldSection {...part} />
        <WaiverSection {...part} />
        <WarningSection {...part} />
        <PolicySection {...part} />
      </div>
      <ChartScript />
    </Page>
  )
}
