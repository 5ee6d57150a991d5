import { Table } from '../table.tsx'
import { policyPath } from '../policies/list.tsx'
import { ProjectHeading } from './flips.tsx'
import type { PackPart } from './portfolio.tsx'

/** What the early warnings of the start came to. */
export function WarningSection({ visit, format, report: { warnings } }: PackPart) {
  const { t } = visit
  const { raised, cameTrue, notEarly, items } = warnings
  return (
    <>
      <h2>{t('committee.warnings')}</h2>
      {raised === 0 ? (
        <p class="empty">{t('committee.warningsNone')}</p>
      ) : (
        <>
          <p>{t('committee.warningCounts', { raised, cameTrue, notEarly })}</p>
          <Table
            label={t('committee.warnings')}
            columns={[t('committee.project'), t('committee.warning'), t('committee.outcome')]}
          >
            {items.map((item) => (
              <tr>
                <ProjectHeading of={item} />
                <td class="wide">{format.told(item.message)}</td>
                <td>
                  {t(`committee.outcome.${item.outcome}`)}
                  {item.by !== null && (
                    <div class="muted">{t(`committee.proof.${item.by}`, { proof: item.proof })}</div>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
      <p class="muted">{t('committee.warningsAre')}</p>
    </>
  )
}

/** Which policies changed, and what the change would have done to past releases. */
export function PolicySection({ visit, report: { policies } }: PackPart) {
  const { t } = visit
  const columns = [t('committee.policy'), t('committee.change'), t('committee.backtest')]
  return (
    <>
      <h2>{t('committee.policies')}</h2>
      {policies.length === 0 ? (
        <p class="empty">{t('committee.policiesNone')}</p>
      ) : (
        <Table label={t('committee.policies')} columns={columns}>
          {policies.map(
            ({ id, version, title, effectiveFrom, change, replaces, differences, backtest, why }) => (
              <tr>
                <th scope="row">
                  <a href={policyPath(id, version)}>{`${title} v${version}`}</a>
                  <div class="muted">{id}</div>
                </th>
                <td>
                  {t(`committee.change.${change}`, { date: effectiveFrom })}
                  {differences !== null && <div>{t('committee.differences', differences)}</div>}
                  {replaces !== null && (
                    <div class="no-print">
                      <a href={`${policyPath(id)}?from=${replaces}&to=${version}#diff`}>
                        {t('committee.compare', { version: replaces })}
                      </a>
                    </div>
                  )}
                </td>
                <td class="wide">
                  {backtest !== null && t('committee.backtestIs', backtest)}
                  {why !== null && <span class="muted">{`– (${t(`committee.why.${why}`)})`}</span>}
                </td>
              </tr>
            ),
          )}
        </Table>
      )}
    </>
  )
}
