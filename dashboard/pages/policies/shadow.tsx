import type { PortfolioShadow } from '../../../schemas/answers-policy.ts'
import { VerdictMark } from '../../parts.tsx'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { Table } from '../table.tsx'

/** Which verdicts a planned version would change, and why. */
export function Shadow({ visit, shadow }: { visit: Visit; shadow: PortfolioShadow }) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const { counts, projects, policy, effectiveFrom } = shadow
  const title = t('policyPage.shadow', { version: policy.version, date: effectiveFrom })
  const columns = [t('board.project'), t('policyPage.now'), t('policyPage.then'), t('policyPage.changes')]
  return (
    <>
      <h2>{title}</h2>
      <p>{t('policyPage.shadowCounts', counts)}</p>
      {projects.length === 0 ? (
        <p class="empty">{t('policyPage.shadowNone')}</p>
      ) : (
        <Table label={title} columns={columns}>
          {projects.map(({ project, name, from, to, reasons, changes }) => (
            <tr>
              <th scope="row">
                <a href={`/projects/${project}`}>{name ?? project}</a>
              </th>
              <td>
                <VerdictMark visit={visit} recommendation={from} />
              </td>
              <td>
                <VerdictMark visit={visit} recommendation={to} />
              </td>
              <td class="wide">
                <ul>
                  {(from === to ? changes : reasons).map(({ message }) => (
                    <li>{format.told(message)}</li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}
