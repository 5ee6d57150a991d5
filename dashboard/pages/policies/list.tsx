import type { Context } from 'hono'
import { type PolicyList, policyList } from '../../../schemas/answers-policy.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { Table } from '../table.tsx'

type Versions = PolicyList['policies'][number]['versions']

export const policyPath = (id: string, version?: number) =>
  `/policies/${encodeURIComponent(id)}${version === undefined ? '' : `?version=${version}`}`

const SIGNS = { 'in-force': '●', planned: '○', superseded: '–' } as const

/** The versions of a policy, the newest first. */
export function VersionTable({ visit, id, versions }: { visit: Visit; id: string; versions: Versions }) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const columns = [
    t('policyPage.version'),
    t('policyPage.state'),
    t('policyPage.from'),
    t('policyPage.recorded'),
    t('policyPage.by'),
  ]
  return (
    <Table label={`${t('policyPage.versions')}: ${id}`} columns={columns}>
      {versions.map(({ version, state, effectiveFrom, uploadedAt, uploadedBy }) => (
        <tr>
          <th scope="row">
            <a href={policyPath(id, version)}>{`v${version}`}</a>
          </th>
          <td>
            <span aria-hidden="true">{SIGNS[state]}</span> {t(`policyPage.state.${state}`)}
          </td>
          <td>{effectiveFrom}</td>
          <td>{format.instant(uploadedAt)}</td>
          <td>{uploadedBy}</td>
        </tr>
      ))}
    </Table>
  )
}

/** Every policy with its versions. */
export async function policiesPage(visit: Visit, ports: DashboardPorts, c: Context) {
  const { t } = visit
  const title = t('page.policies')
  const answer = await ask(ports, visit, '/v1/policies', policyList)
  if (!answer.ok) return problemPage(visit, c, title, answer.problem)
  return (
    <Page visit={visit} title={title}>
      <p class="lead">{t('policyPage.intro')}</p>
      {answer.data.policies.map(({ id, title: name, owner, extends: parent, versions }) => (
        <section class="card">
          <h2>
            <a href={policyPath(id)}>{name}</a>
          </h2>
          <p class="muted">
            <code>{id}</code> · {t('policyPage.owner')}: {owner}
            {parent !== null && (
              <>
                {' '}
                · {t('policyPage.extends')}: <a href={policyPath(parent)}>{parent}</a>
              </>
            )}
          </p>
          <VersionTable visit={visit} id={id} versions={versions} />
        </section>
      ))}
      <p class="muted">{t('list.zone', { zone: ORGANIZATION_ZONE })}</p>
    </Page>
  )
}
