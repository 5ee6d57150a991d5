import type { z } from 'zod'
import type { waiverList } from '../../../schemas/answers-governance.ts'
import type { Readiness } from '../../../schemas/answers.ts'
import type { WaiverStanding } from '../../../schemas/verdict.ts'
import type { Answer } from '../../ask.ts'
import { Table } from '../table.tsx'
import { answered, Nothing } from './section.tsx'
import type { View } from './view.ts'

function Row({ view: { visit, format }, waiver }: { view: View; waiver: WaiverStanding }) {
  const { t } = visit
  return (
    <tr>
      <th scope="row">
        <code>{waiver.waiver}</code>
      </th>
      <td>
        {t(`project.waiverState.${waiver.state}`)}
        {waiver.why !== null && <div class="muted">{t(`waiverProblem.${waiver.why}`)}</div>}
      </td>
      <td>
        {waiver.condition ?? '–'}
        {waiver.gate !== null && <div class="muted">{waiver.gate}</div>}
      </td>
      <td>{waiver.reason ?? '–'}</td>
      <td>{waiver.requestedBy ?? '–'}</td>
      <td>{waiver.approvedBy ?? '–'}</td>
      <td>{format.instant(waiver.expiresAt)}</td>
    </tr>
  )
}

const COLUMNS = ['waiver', 'state', 'condition', 'reason', 'requestedBy', 'approvedBy', 'expiresAt'] as const

/**
 * The waivers: as they stand, or, of the past, as they stood by the verdict of then.
 *
 * @param then the verdict of a past moment; null = now
 */
export function WaiversSection({
  view,
  waivers,
  then,
}: {
  view: View
  waivers: Answer<z.infer<typeof waiverList>>
  then: Readiness | null
}) {
  const { visit } = view
  const { t } = visit
  return answered<{ waivers: readonly WaiverStanding[] }>(
    visit,
    'waivers',
    then === null ? waivers : { ok: true, data: then },
    (data) =>
      data.waivers.length === 0 ? (
        <Nothing>{t('project.noWaivers')}</Nothing>
      ) : (
        <Table
          label={t('project.section.waivers')}
          columns={COLUMNS.map((column) => t(`project.waiver.${column}`))}
        >
          {data.waivers.map((waiver) => (
            <Row view={view} waiver={waiver} />
          ))}
        </Table>
      ),
  )
}
