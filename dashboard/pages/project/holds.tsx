import type { z } from 'zod'
import type { holdAnswer, holdList } from '../../../schemas/answers.ts'
import { holdScope } from '../../../schemas/facts/orders.ts'
import type { Answer } from '../../ask.ts'
import { Table } from '../table.tsx'
import { answered, Nothing } from './section.tsx'
import type { View } from './view.ts'

type Hold = z.infer<typeof holdAnswer>

interface Props {
  readonly view: View
  readonly holds: Answer<z.infer<typeof holdList>>
  readonly division: string | null
  /** The moment looked at, in milliseconds; null = now. */
  readonly until: number | null
}

/** Whether a hold is about the project: its own, its division's, or one on everything. */
function concerns({ scope }: Hold, project: string, division: string | null): boolean {
  const known = holdScope.parse(scope)
  if (known === 'all') return true
  return 'project' in known ? known.project === project : known.division === division
}

/** The hold as it stood: not there before it was placed, in force until it was lifted. */
function asOf(hold: Hold, until: number | null): Hold | null {
  if (until === null) return hold
  if (Date.parse(hold.placedAt) > until) return null
  return hold.liftedAt !== null && Date.parse(hold.liftedAt) > until ? { ...hold, liftedAt: null } : hold
}

function Row({ view: { visit, format }, hold }: { view: View; hold: Hold }) {
  const { t } = visit
  const scope = holdScope.parse(hold.scope)
  return (
    <tr>
      <td>
        <span class={`mark ${hold.liftedAt === null ? 'hold' : 'plain'}`}>
          <span aria-hidden="true">{hold.liftedAt === null ? '■' : '–'}</span>
          {t(hold.liftedAt === null ? 'project.hold.inForce' : 'project.hold.lifted')}
        </span>
      </td>
      <th scope="row">
        {hold.office} <code class="muted plain">{hold.hold}</code>
      </th>
      <td>{hold.reason}</td>
      <td>
        {scope === 'all'
          ? t('project.hold.all')
          : 'project' in scope
            ? t('project.hold.project')
            : t('project.hold.division', { division: scope.division })}
      </td>
      <td>
        {hold.placedBy}
        <div class="muted">{format.instant(hold.placedAt)}</div>
      </td>
      <td>{hold.liftedAt === null ? '–' : format.instant(hold.liftedAt)}</td>
    </tr>
  )
}

const COLUMNS = ['state', 'office', 'reason', 'scope', 'placed', 'liftedAt'] as const

/** The holds on the project, on its division and on everything. */
export function HoldsSection({ view, holds, division, until }: Props) {
  const { visit, project } = view
  const { t } = visit
  return answered(visit, 'holds', holds, (data) => {
    const shown = data.holds
      .filter((hold) => concerns(hold, project, division))
      .flatMap((hold) => asOf(hold, until) ?? [])
    if (shown.length === 0) return <Nothing>{t('project.noHolds')}</Nothing>
    return (
      <Table
        label={t('project.section.holds')}
        columns={COLUMNS.map((column) => t(`project.hold.${column}`))}
      >
        {shown.map((hold) => (
          <Row view={view} hold={hold} />
        ))}
      </Table>
    )
  })
}
