import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Readiness } from '../../../schemas/answers.ts'
import type { Problem } from '../../../schemas/errors.ts'
import { DEFAULT_TIME_ZONE } from '../../../schemas/facts/project.ts'
import type { Answer } from '../../ask.ts'
import { ChartScript } from '../../charts/figure.tsx'
import { Page } from '../../layout.tsx'
import { ProblemNote } from '../../parts.tsx'
import type { DashboardPorts } from '../../ports.ts'
import { linkTo, type Visit } from '../../visit.ts'
import { mayOrder } from '../orders/may.ts'
import { AsOf, stopsOf } from './as-of.tsx'
import { ConditionsSection } from './conditions.tsx'
import { askDifferences } from './differences.ts'
import { formatOf } from './format.ts'
import { Contents, Gates, Particulars, Undeclared } from './head.tsx'
import { HistorySection } from './history.tsx'
import { HoldsSection } from './holds.tsx'
import { MeasuredSections } from './measures.tsx'
import { askMeasures, askProject, askVerdict, type ShownProject } from './questions.ts'
import { answered } from './section.tsx'
import { VerdictSection } from './verdict.tsx'
import { askedFor, type View } from './view.ts'
import { WaiversSection } from './waivers.tsx'

/** A page that says why there is no other, with the ways on. */
function Refused({ visit, project, problem }: { visit: Visit; project: string; problem: Problem }) {
  return (
    <Page visit={visit} title={project}>
      <ProblemNote visit={visit} problem={problem} />
      <p>
        <a href="/">{visit.t('project.toPortfolio')}</a>
        {problem.field !== undefined && (
          <>
            {' · '}
            <a href={visit.url.pathname}>{visit.t('project.asOf.now')}</a>
          </>
        )}
      </p>
    </Page>
  )
}

function firstDay({ declaration }: ShownProject): string | null {
  return declaration?.phases.map(({ plannedStart }) => plannedStart).sort()[0] ?? null
}

const momentOf = (verdict: Answer<Readiness>, isPast: boolean): number | null =>
  isPast && verdict.ok ? Date.parse(verdict.data.asOf) : null

/** A hold counts when it was placed by then on either clock. */
const holdsUntil = (verdict: Answer<Readiness>, isPast: boolean): number | null =>
  isPast && verdict.ok ? Math.min(Date.parse(verdict.data.at), Date.parse(verdict.data.asOf)) : null

/** Everything about one project: whether it may ship, why, and every curve behind it, now or as of a past moment. */
export async function projectPage(visit: Visit, ports: DashboardPorts, c: Context) {
  const id = c.req.param('id') ?? ''
  const { gate, moment } = askedFor(visit)
  const isPast = moment.at !== undefined || moment.asOf !== undefined
  const [now, then] = await Promise.all([
    askProject(ports, visit, id, {}),
    isPast ? askProject(ports, visit, id, moment) : null,
  ])
  const refusal = now.ok ? (then === null || then.ok ? null : then.problem) : now.problem
  if (!now.ok || refusal !== null || then?.ok === false) {
    const problem = refusal ?? (now.ok ? undefined : now.problem)
    if (problem === undefined) throw new Error('projectPage: refused without a problem')
    c.status(problem.status as ContentfulStatusCode)
    return <Refused visit={visit} project={id} problem={problem} />
  }
  const shown = then?.data ?? now.data
  const format = formatOf(visit.language, shown.timeZone ?? now.data.timeZone ?? DEFAULT_TIME_ZONE)
  const view: View = { visit, project: id, gate, moment, format }
  const [{ verdict, verdicts, holds, waivers, caller }, measures] = await Promise.all([
    askVerdict(ports, view),
    shown.declared ? askMeasures(ports, view) : null,
  ])
  const until = momentOf(verdict, isPast)
  const given = verdicts.ok
    ? verdicts.data.verdicts.filter(({ evaluatedAt }) => until === null || Date.parse(evaluatedAt) <= until)
    : []
  const differences = await askDifferences(ports, view, given)
  const today = format.date(ports.now())
  const changes = verdicts.ok ? verdicts.data.verdicts.map(({ evaluatedAt }) => format.date(evaluatedAt)) : []
  const stops = stopsOf(firstDay(now.data), today, changes)
  const dates =
    verdict.ok && isPast
      ? {
          at: moment.at === undefined ? null : format.date(verdict.data.at),
          asOf: moment.asOf === undefined ? null : format.date(verdict.data.asOf),
        }
      : { at: null, asOf: null }
  const { t } = visit
  return (
    <Page
      visit={visit}
      title={shown.name ?? now.data.name ?? id}
      asOf={verdict.ok ? `${format.instant(verdict.data.asOf)} (${format.zone})` : undefined}
    >
      <Particulars view={view} project={shown} />
      {caller.ok && mayOrder({ caller: caller.data }) && (
        <p class="no-print">
          <a href={`/orders?${new URLSearchParams({ project: id, gate }).toString()}`}>
            {t('project.toOrders')}
          </a>
        </p>
      )}
      <AsOf view={view} stops={stops} today={today} shown={dates} />
      {isPast && verdict.ok && (
        <p class="past" role="note">
          <strong>
            {t('project.past', {
              at: format.instant(verdict.data.at),
              asOf: format.instant(verdict.data.asOf),
            })}
          </strong>{' '}
          <a href={linkTo(visit, { at: null, asOf: null, date: null, clock: null })}>
            {t('project.asOf.now')}
          </a>
        </p>
      )}
      <Gates view={view} project={shown} />
      <Contents view={view} isDeclared={measures !== null} />
      {verdict.ok ? (
        <>
          <VerdictSection view={view} data={verdict.data} />
          <ConditionsSection view={view} data={verdict.data} />
        </>
      ) : (
        answered(visit, 'verdict', verdict, () => null)
      )}
      {measures === null ? (
        <Undeclared view={view} project={shown} />
      ) : (
        <MeasuredSections view={view} measures={measures} />
      )}
      <WaiversSection view={view} waivers={waivers} then={isPast && verdict.ok ? verdict.data : null} />
      <HoldsSection view={view} holds={holds} division={shown.division} until={holdsUntil(verdict, isPast)} />
      <HistorySection view={view} verdicts={verdicts} differences={differences} until={until} />
      <ChartScript />
    </Page>
  )
}
