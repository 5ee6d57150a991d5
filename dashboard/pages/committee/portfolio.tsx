import type { CommitteeGroup, CommitteeReport, CommitteeShare } from '../../../schemas/answers-committee.ts'
import type { Visit } from '../../visit.ts'
import type { Format } from '../project/format.ts'
import { Table } from '../table.tsx'

/** What every section of the pack is made from. */
export interface PackPart {
  readonly visit: Visit
  readonly format: Format
  readonly report: CommitteeReport
}

/** A share with its counts and interval, or why there is none. */
export function Share({ visit, format, share }: Omit<PackPart, 'report'> & { share: CommitteeShare }) {
  const { t } = visit
  if (share.why !== null) return <span class="muted">{`– (${t(`committee.why.${share.why}`)})`}</span>
  const { numerator, denominator, interval } = share
  return (
    <>
      {t('committee.share', { share: format.percent(share.share), numerator, denominator })}
      {interval !== null && (
        <div class="muted">
          {t('committee.interval', {
            lower: format.percent(interval[0]),
            upper: format.percent(interval[1]),
          })}
        </div>
      )}
    </>
  )
}

function Row({
  visit,
  format,
  group,
  name,
}: Omit<PackPart, 'report'> & { group: CommitteeGroup; name: string }) {
  const { t } = visit
  const ships = ({ SHIP, HOLD }: CommitteeGroup['after']) =>
    t('committee.ofAll', { ship: SHIP, all: SHIP + HOLD })
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{format.number(group.projects)}</td>
      <td>{ships(group.before)}</td>
      <td>
        <strong>{ships(group.after)}</strong>
      </td>
      <td class="number">{format.number(group.medianScore)}</td>
      {[group.incomplete, group.overridden].map((share) => (
        <td>
          <Share visit={visit} format={format} share={share} />
        </td>
      ))}
      <td class="number">{format.number(group.shipsByWaiver)}</td>
      {[group.verified, group.warned].map((share) => (
        <td>
          <Share visit={visit} format={format} share={share} />
        </td>
      ))}
    </tr>
  )
}

/** The portfolio by division, and the rates that the committee watches. */
export function PortfolioSection({ visit, format, report }: PackPart) {
  const { t } = visit
  const { divisions, total, leftOut } = report
  const columns = [
    t('committee.division'),
    { number: t('committee.projects') },
    t('committee.before'),
    t('committee.after'),
    { number: t('committee.score') },
    t('committee.incomplete'),
    t('committee.overridden'),
    { number: t('committee.byWaiver') },
    t('committee.verified'),
    t('committee.warned'),
  ]
  return (
    <>
      <h2>{t('committee.portfolio')}</h2>
      {total.projects === 0 ? (
        <p class="empty">{t('committee.noProjects')}</p>
      ) : (
        <Table label={t('committee.portfolio')} columns={columns}>
          {divisions.map((group) => (
            <Row
              visit={visit}
              format={format}
              group={group}
              name={group.division ?? t('committee.noDivision')}
            />
          ))}
          {divisions.length > 1 && (
            <Row visit={visit} format={format} group={total} name={t('committee.allDivisions')} />
          )}
        </Table>
      )}
      <p class="muted">
        {t('committee.leftOut', { shipped: leftOut.shippedBefore, cancelled: leftOut.cancelled })}{' '}
        {leftOut.undeclared.length > 0 &&
          t('committee.undeclared', { projects: leftOut.undeclared.join(', ') })}{' '}
        {t('committee.definitions')}
      </p>
    </>
  )
}
