import type { CommitteeHold } from '../../../schemas/answers-committee.ts'
import { isMessageKey } from '../../../schemas/messages/index.ts'
import { Table } from '../table.tsx'
import { ProjectHeading } from './flips.tsx'
import type { PackPart } from './portfolio.tsx'

type HoldProps = Pick<PackPart, 'visit' | 'format'> & { title: string; holds: readonly CommitteeHold[] }

/** What is held, as the report names it: `all`, `project:…` or `division:…`. */
function Scope({ visit: { t }, scope }: Pick<PackPart, 'visit'> & { scope: string }) {
  const [kind, name] = [scope.slice(0, scope.indexOf(':')), scope.slice(scope.indexOf(':') + 1)]
  if (kind === 'project')
    return <a href={`/projects/${name}`}>{t('committee.scope.project', { project: name })}</a>
  if (kind === 'division') return <>{t('committee.scope.division', { division: name })}</>
  return <>{t('committee.scope.all')}</>
}

function HoldTable({ visit, format, title, holds }: HoldProps) {
  const { t } = visit
  const columns = [
    t('committee.scope'),
    t('committee.office'),
    t('committee.reason'),
    t('committee.placed'),
    t('committee.lifted'),
  ]
  return (
    <>
      <h3>{`${title} (${holds.length})`}</h3>
      {holds.length === 0 ? (
        <p class="muted">{t('committee.none')}</p>
      ) : (
        <Table label={title} columns={columns}>
          {holds.map((hold) => (
            <tr>
              <th scope="row">
                <Scope visit={visit} scope={hold.scope} />
                <code class="muted id">{hold.hold}</code>
              </th>
              <td>{hold.office}</td>
              <td class="wide">{hold.reason}</td>
              <td>{t('committee.by', { at: format.instant(hold.placedAt), name: hold.placedBy })}</td>
              <td class="wide">
                {hold.liftedAt === null
                  ? '–'
                  : t('committee.by', { at: format.instant(hold.liftedAt), name: hold.liftedBy ?? '' })}
                {hold.liftReason !== null && <div class="muted">{hold.liftReason}</div>}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

/** What the offices held and let go. */
export function HoldSection({ visit, format, report: { holds } }: PackPart) {
  const { t } = visit
  const part = { visit, format }
  return (
    <>
      <h2>{t('committee.holds')}</h2>
      <HoldTable {...part} title={t('committee.holds.placed')} holds={holds.placed} />
      <HoldTable {...part} title={t('committee.holds.lifted')} holds={holds.lifted} />
      <HoldTable {...part} title={t('committee.holds.inForce')} holds={holds.inForce} />
    </>
  )
}

/** Which shortfalls were accepted, by whom and until when. */
export function WaiverSection({ visit, format, report: { waivers } }: PackPart) {
  const { t } = visit
  const { inForce, used, expired, unmatched, items } = waivers
  const columns = [
    t('committee.project'),
    t('committee.waiver'),
    t('committee.condition'),
    t('committee.state'),
    t('committee.people'),
    t('committee.expires'),
    t('committee.reason'),
  ]
  const why = (code: string | null) => {
    const key = `waiverProblem.${code ?? ''}`
    return isMessageKey(key) ? t(key) : code
  }
  return (
    <>
      <h2>{t('committee.waivers')}</h2>
      {items.length === 0 ? (
        <p class="empty">{t('committee.waiversNone')}</p>
      ) : (
        <>
          <p>{t('committee.waiverCounts', { inForce, used, expired, unmatched })}</p>
          <Table label={t('committee.waivers')} columns={columns}>
            {items.map((item) => (
              <tr>
                <ProjectHeading of={item} />
                <td>{item.waiver}</td>
                <td>{item.condition ?? '–'}</td>
                <td>
                  {t(`committee.waiver.${item.state}`)}
                  {(item.state === 'in-force' || item.state === 'expiring') && (
                    <div class="muted">{t(item.used ? 'committee.used' : 'committee.unused')}</div>
                  )}
                  {item.why !== null && <div class="muted">{why(item.why)}</div>}
                </td>
                <td>{`${item.requestedBy ?? '–'} / ${item.approvedBy ?? '–'}`}</td>
                <td>{format.instant(item.expiresAt)}</td>
                <td class="wide">{item.reason ?? '–'}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </>
  )
}
