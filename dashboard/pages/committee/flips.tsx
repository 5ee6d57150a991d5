import type { CommitteeReport } from '../../../schemas/answers-committee.ts'
import { VerdictMark } from '../../parts.tsx'
import { Table } from '../table.tsx'
import type { PackPart } from './portfolio.tsx'

/** A project by its name, with the way to its page. */
export function ProjectHeading({
  of,
}: {
  of: { project: string; name: string | null; division: string | null }
}) {
  return (
    <th scope="row">
      <a href={`/projects/${of.project}`}>{of.name ?? of.project}</a>
      <div class="muted">{of.division ?? of.project}</div>
    </th>
  )
}

type Flip = CommitteeReport['flips']['items'][number]

function Reasons({ visit, format, flip }: Pick<PackPart, 'visit' | 'format'> & { flip: Flip }) {
  const { t } = visit
  return (
    <td class="wide">
      <div class="muted">{t(`committee.reasons.${flip.to}`)}</div>
      <ul>
        {flip.reasons.map(({ message }) => (
          <li>{format.told(message)}</li>
        ))}
      </ul>
      {flip.policyChanged && <div class="muted">{t('committee.policyChanged')}</div>}
    </td>
  )
}

/** Every change of a recommendation, and what caused it. */
export function FlipSection({ visit, format, report: { flips } }: PackPart) {
  const { t } = visit
  const columns = [t('committee.project'), t('committee.when'), t('committee.flip'), t('committee.reasons')]
  return (
    <>
      <h2>{t('committee.flips')}</h2>
      {flips.items.length === 0 ? (
        <p class="empty">{t('committee.flipsNone')}</p>
      ) : (
        <>
          <p>
            {t('committee.causes')}
            {': '}
            {flips.causes
              .map(({ kind, flips: count }) =>
                t('committee.cause', { kind: t(`committee.kind.${kind}`), flips: count }),
              )
              .join(' · ')}
          </p>
          <Table label={t('committee.flips')} columns={columns}>
            {flips.items.map((flip) => (
              <tr>
                <ProjectHeading of={flip} />
                <td>
                  {format.instant(flip.at)}
                  {flip.verdict === null && <div class="muted">{t('committee.notTold')}</div>}
                </td>
                <td>
                  <VerdictMark visit={visit} recommendation={flip.from} /> <span aria-hidden="true">→</span>{' '}
                  <VerdictMark visit={visit} recommendation={flip.to} />
                </td>
                <Reasons visit={visit} format={format} flip={flip} />
              </tr>
            ))}
          </Table>
        </>
      )}
    </>
  )
}
