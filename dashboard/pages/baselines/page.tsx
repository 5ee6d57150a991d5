import type { Context } from 'hono'
import type { z } from 'zod'
import { baselinesAnswer } from '../../../schemas/answers-quality.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { type Format, formatOf } from '../project/format.ts'
import { inWords } from '../project/view.ts'
import { Table } from '../table.tsx'

type Baseline = z.infer<typeof baselinesAnswer>['baselines'][number]

interface Part {
  readonly visit: Visit
  readonly format: Format
  readonly baselines: readonly Baseline[]
}

function band({ t }: Visit, { number }: Format, { lower, median, upper }: Baseline['testsPerKsloc']): string {
  return t('baselinePage.band', { lower: number(lower), median: number(median), upper: number(upper) })
}

function shipped({ t }: Visit, { shippedFrom, shippedUntil }: Baseline): string {
  if (shippedFrom === null || shippedUntil === null) return t('baselinePage.notSaid')
  if (shippedFrom === shippedUntil) return shippedFrom
  return t('baselinePage.range', { from: shippedFrom, until: shippedUntil })
}

function Own({ visit, format, baselines }: Part) {
  const { t } = visit
  if (baselines.length === 0) return <p class="empty">{t('baselinePage.noOwn')}</p>
  const columns = [
    t('baselinePage.class'),
    t('baselinePage.phase'),
    t('baselinePage.product'),
    { number: t('baselinePage.projects') },
    t('baselinePage.shipped'),
    { number: t('baselinePage.tests') },
    { number: t('baselinePage.defects') },
    t('baselinePage.usable'),
  ]
  return (
    <Table label={t('baselinePage.own')} columns={columns}>
      {baselines.map((baseline) => (
        <tr>
          <th scope="row">{inWords(visit, 'project.class', baseline.class)}</th>
          <td>{inWords(visit, 'phaseKind', baseline.phase)}</td>
          <td>{baseline.product ?? '–'}</td>
          <td class="number">{format.number(baseline.projects)}</td>
          <td>{shipped(visit, baseline)}</td>
          <td class="number">{band(visit, format, baseline.testsPerKsloc)}</td>
          <td class="number">{band(visit, format, baseline.defectsPerKsloc)}</td>
          <td>{t(baseline.usable ? 'baselinePage.usable.yes' : 'baselinePage.usable.no')}</td>
        </tr>
      ))}
    </Table>
  )
}

function External({ visit, format, baselines }: Part) {
  const { t } = visit
  const columns = [
    t('baselinePage.name'),
    t('baselinePage.class'),
    t('baselinePage.phase'),
    { number: t('baselinePage.projects') },
    { number: t('baselinePage.tests') },
    { number: t('baselinePage.defects') },
    t('baselinePage.source'),
  ]
  return (
    <Table label={t('baselinePage.external')} columns={columns}>
      {baselines.map((baseline) => (
        <tr>
          <th scope="row">{baseline.name}</th>
          <td>{inWords(visit, 'project.class', baseline.class)}</td>
          <td>{inWords(visit, 'phaseKind', baseline.phase)}</td>
          <td class="number">
            {baseline.projects === null ? t('baselinePage.notSaid') : format.number(baseline.projects)}
          </td>
          <td class="number">{band(visit, format, baseline.testsPerKsloc)}</td>
          <td class="number">{band(visit, format, baseline.defectsPerKsloc)}</td>
          <td>{baseline.source}</td>
        </tr>
      ))}
    </Table>
  )
}

/** Usual densities: the organisation's own with how many projects are behind them, and published ones. */
export async function baselinesPage(visit: Visit, ports: DashboardPorts, c: Context) {
  const { t, language, url } = visit
  const title = t('page.baselines')
  const asOf = url.searchParams.get('asOf') ?? ''
  const query = asOf === '' ? '' : `?${new URLSearchParams({ asOf }).toString()}`
  const answer = await ask(ports, visit, `/v1/baselines${query}`, baselinesAnswer)
  if (!answer.ok) return problemPage(visit, c, title, answer.problem)
  const { baselines, statusDate } = answer.data
  const format = formatOf(language, ORGANIZATION_ZONE)
  const part = (isExternal: boolean): Part => ({
    visit,
    format,
    baselines: baselines.filter(({ external }) => external === isExternal),
  })
  return (
    <Page visit={visit} title={title} asOf={statusDate}>
      <p class="lead">
        {t('baselinePage.intro')} {t('baselinePage.bandIs')}
      </p>
      <form class="filters" method="get" action="/baselines">
        <label>
          {t('baselinePage.asOf')}
          <input type="date" name="asOf" value={statusDate} />
        </label>
        <button type="submit">{t('baselinePage.show')}</button>
      </form>
      <h2>{t('baselinePage.own')}</h2>
      <Own {...part(false)} />
      <h2>{t('baselinePage.external')}</h2>
      <External {...part(true)} />
    </Page>
  )
}
