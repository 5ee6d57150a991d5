import type { PolicyDifferenceAnswer, PolicyList } from '../../../schemas/answers-policy.ts'
import type { Visit } from '../../visit.ts'
import { Table } from '../table.tsx'

interface FormProps {
  readonly visit: Visit
  readonly versions: PolicyList['policies'][number]['versions']
  readonly from: number
  readonly to: number
}

/** Asks for two versions to be compared. */
export function CompareForm({ visit, versions, from, to }: FormProps) {
  const { t, url } = visit
  const sides = [
    { name: 'from', title: t('policyPage.fromVersion'), chosen: from },
    { name: 'to', title: t('policyPage.toVersion'), chosen: to },
  ]
  return (
    <form class="filters" method="get" action={`${url.pathname}#diff`}>
      {sides.map(({ name, title, chosen }) => (
        <label>
          {title}
          <select name={name}>
            {versions.map(({ version, effectiveFrom }) => (
              <option value={String(version)} selected={version === chosen}>
                {`v${version} (${effectiveFrom})`}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit">{t('policyPage.compare')}</button>
    </form>
  )
}

/** What one version asks for and another does not. */
export function Difference({ visit, difference }: { visit: Visit; difference: PolicyDifferenceAnswer }) {
  const { t } = visit
  const { conditions, settings, counts, from, to } = difference
  const title = t('policyPage.diffTitle', { from: from.version, to: to.version })
  const changes = [
    ...conditions.map(({ gate, message, direction }) => ({
      of: t(`policyPage.gate.${gate}`),
      message,
      direction,
    })),
    ...settings.map(({ message, direction }) => ({ of: t('policyPage.settings'), message, direction })),
  ]
  return (
    <>
      <h3>{title}</h3>
      <p>{t('policyPage.diffCounts', counts)}</p>
      {changes.length === 0 ? (
        <p class="empty">{t('policyPage.same')}</p>
      ) : (
        <Table
          label={title}
          columns={[t('policyPage.change'), t('policyPage.gate'), t('policyPage.direction')]}
        >
          {changes.map(({ of, message, direction }) => (
            <tr>
              <td>{message}</td>
              <td>{of}</td>
              <td>{t(`policyPage.direction.${direction}`)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}
