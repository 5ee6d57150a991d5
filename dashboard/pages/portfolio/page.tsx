import { portfolio } from '../../../schemas/answers.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { ProblemNote } from '../../parts.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { Board, Paging } from './board.tsx'

/** Parameters of the page that the API takes as they are. */
const PASSED_ON = ['sort', 'order', 'recommendation', 'division', 'page', 'gate'] as const
const ON_A_PAGE = '50'

function question(visit: Visit): string {
  const query = new URLSearchParams({ sort: 'recommendation', pageSize: ON_A_PAGE })
  for (const name of PASSED_ON) {
    const value = visit.url.searchParams.get(name)
    if (value !== null && value !== '') query.set(name, value)
  }
  return `/v1/portfolio?${query.toString()}`
}

/** All projects: what may ship, what is held, and why. */
export async function portfolioPage(visit: Visit, ports: DashboardPorts) {
  const answer = await ask(ports, visit, question(visit), portfolio)
  const { t } = visit
  if (!answer.ok) {
    return (
      <Page visit={visit} title={t('page.portfolio')}>
        <ProblemNote visit={visit} problem={answer.problem} />
      </Page>
    )
  }
  const { counts, evaluatedAt } = answer.data
  return (
    <Page visit={visit} title={t('page.portfolio')} asOf={evaluatedAt}>
      <ul class="figures">
        <li>{t('board.ship', { count: counts.SHIP })}</li>
        <li>{t('board.hold', { count: counts.HOLD })}</li>
      </ul>
      <Board visit={visit} portfolio={answer.data} />
      <Paging visit={visit} portfolio={answer.data} />
    </Page>
  )
}
