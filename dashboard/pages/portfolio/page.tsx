import type { Context } from 'hono'
import { portfolio } from '../../../schemas/answers.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { LiveControl } from '../../live/control.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { Board } from './board.tsx'
import { Filters, wordsOf } from './filters.tsx'
import { Paging } from './paging.tsx'

const ON_A_PAGE = '50'

function question(visit: Visit): string {
  const query = new URLSearchParams({ sort: 'recommendation', pageSize: ON_A_PAGE })
  for (const [name, value] of Object.entries(wordsOf(visit))) query.set(name, value)
  return `/v1/portfolio?${query.toString()}`
}

/** All projects: what may ship, what is held, and why. */
export async function portfolioPage(visit: Visit, ports: DashboardPorts, c: Context) {
  const answer = await ask(ports, visit, question(visit), portfolio)
  const { t } = visit
  if (!answer.ok) return problemPage(visit, c, t('page.portfolio'), answer.problem)
  const { counts, evaluatedAt } = answer.data
  const asOf = `${formatOf(visit.language, ORGANIZATION_ZONE).instant(evaluatedAt)} (${ORGANIZATION_ZONE})`
  return (
    <Page visit={visit} title={t('page.portfolio')} asOf={asOf}>
      <Filters visit={visit} facets={answer.data.facets} />
      <LiveControl visit={visit} />
      <div id="board" data-live>
        <ul class="figures">
          <li>{t('board.ship', { count: counts.SHIP })}</li>
          <li>{t('board.hold', { count: counts.HOLD })}</li>
        </ul>
        <Board visit={visit} portfolio={answer.data} />
        <Paging visit={visit} portfolio={answer.data} />
      </div>
    </Page>
  )
}
