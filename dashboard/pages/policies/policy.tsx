import type { Context } from 'hono'
import {
  policyAnswer,
  type PolicyAnswer,
  policyDifferenceAnswer,
  type PolicyList,
  policyList,
  portfolioShadow,
} from '../../../schemas/answers-policy.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import { ProblemNote } from '../../parts.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { Gates } from './conditions.tsx'
import { CompareForm, Difference } from './difference.tsx'
import { policyPath, VersionTable } from './list.tsx'
import { Shadow } from './shadow.tsx'

type Versions = PolicyList['policies'][number]['versions']

function Facts({ visit, policy }: { visit: Visit; policy: PolicyAnswer }) {
  const { t } = visit
  return (
    <dl class="facts">
      <div>
        <dt>{t('policyPage.state')}</dt>
        <dd>{t(`policyPage.state.${policy.state}`)}</dd>
      </div>
      <div>
        <dt>{t('policyPage.from')}</dt>
        <dd>{policy.effectiveFrom}</dd>
      </div>
      <div>
        <dt>{t('policyPage.owner')}</dt>
        <dd>{policy.owner}</dd>
      </div>
      <div>
        <dt>{t('policyPage.extends')}</dt>
        <dd>{policy.extends === null ? '–' : <a href={policyPath(policy.extends)}>{policy.extends}</a>}</dd>
      </div>
      <div>
        <dt>{t('policyPage.digest')}</dt>
        <dd>
          <code>{policy.resolved.digest}</code>
        </dd>
      </div>
    </dl>
  )
}

/** The two versions that are compared: those asked for, else the shown one with the one before it. */
function sides({ url }: Visit, versions: Versions, shown: number): { from: number; to: number } {
  const given = (name: string) => {
    const number = Number(url.searchParams.get(name) ?? Number.NaN)
    return versions.some(({ version }) => version === number) ? number : null
  }
  const before = versions.find(({ version }) => version < shown)?.version ?? shown
  return { from: given('from') ?? before, to: given('to') ?? shown }
}

async function differenceOf(
  visit: Visit,
  ports: DashboardPorts,
  id: string,
  versions: Versions,
  shown: number,
) {
  const { from, to } = sides(visit, versions, shown)
  const path = `/v1/policies/${encodeURIComponent(id)}/diff?from=${from}&to=${to}`
  const answer = from === to ? null : await ask(ports, visit, path, policyDifferenceAnswer)
  return (
    <section id="diff">
      <h2>{visit.t('policyPage.diff')}</h2>
      <CompareForm visit={visit} versions={versions} from={from} to={to} />
      {answer === null ? (
        <></>
      ) : answer.ok ? (
        <Difference visit={visit} difference={answer.data} />
      ) : (
        <ProblemNote visit={visit} problem={answer.problem} />
      )}
    </section>
  )
}

async function shadowOf(visit: Visit, ports: DashboardPorts, id: string) {
  const path = `/v1/policies/${encodeURIComponent(id)}/shadow`
  const answer = await ask(ports, visit, path, portfolioShadow)
  if (!answer.ok) return <ProblemNote visit={visit} problem={answer.problem} />
  return <Shadow visit={visit} shadow={answer.data} />
}

/** One version of a policy: what it asks for and why, what changed, what the next one will change. */
export async function policyPage(visit: Visit, ports: DashboardPorts, c: Context) {
  const { t, url, language } = visit
  const id = c.req.param('id') ?? ''
  const wanted = url.searchParams.get('version')
  const query = wanted === null ? '' : `?${new URLSearchParams({ version: wanted }).toString()}`
  const [answer, list] = await Promise.all([
    ask(ports, visit, `/v1/policies/${encodeURIComponent(id)}${query}`, policyAnswer),
    ask(ports, visit, '/v1/policies', policyList),
  ])
  if (!answer.ok) return problemPage(visit, c, t('page.policies'), answer.problem)
  if (!list.ok) return problemPage(visit, c, t('page.policies'), list.problem)
  const policy = answer.data
  const versions = list.data.policies.find((known) => known.id === id)?.versions ?? []
  const isPlanned = versions.some(({ state }) => state === 'planned')
  const format = formatOf(language, ORGANIZATION_ZONE)
  return (
    <Page visit={visit} title={t('policyPage.title', { title: policy.title, version: policy.version })}>
      <p>
        <a href="/policies">{t('page.policies')}</a>
      </p>
      <Facts visit={visit} policy={policy} />
      {isPlanned && (await shadowOf(visit, ports, id))}
      <Gates visit={visit} format={format} policy={policy} />
      {versions.length > 1 && (await differenceOf(visit, ports, id, versions, policy.version))}
      <h2>{t('policyPage.versions')}</h2>
      <VersionTable visit={visit} id={id} versions={versions} />
      <details>
        <summary>{t('policyPage.text')}</summary>
        <pre class="raw" tabindex={0} role="region" aria-label={t('policyPage.text')}>
          {policy.text}
        </pre>
      </details>
      <p class="muted">{t('list.zone', { zone: ORGANIZATION_ZONE })}</p>
    </Page>
  )
}
