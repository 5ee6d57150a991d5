import type { QuarantineEntry } from '../../../schemas/answers.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { Table } from '../table.tsx'
import { Refusal } from './refusal.tsx'

export const entryPath = (entry: string) => `/quarantine/${encodeURIComponent(entry)}`

/** Whether an event waits for a correction: a sign and a word. */
export function StateMark({ visit, state }: { visit: Visit; state: QuarantineEntry['state'] }) {
  const isOpen = state === 'open'
  return (
    <span class={isOpen ? 'mark warn' : 'mark plain'}>
      <span aria-hidden="true">{isOpen ? '▲' : '✓'}</span>
      {visit.t(`quarantinePage.state.${state}`)}
    </span>
  )
}

/** Refused events, each with the newest reason why. */
export function EntryTable({ visit, entries }: { visit: Visit; entries: readonly QuarantineEntry[] }) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const columns = [
    t('quarantinePage.received'),
    t('quarantinePage.about'),
    t('quarantinePage.kind'),
    t('quarantinePage.code'),
    t('quarantinePage.message'),
    t('quarantinePage.state'),
  ]
  return (
    <Table label={t('page.quarantine')} columns={columns}>
      {entries.map(({ entry, receivedAt, project, kind, code, field, message, state }) => (
        <tr>
          <th scope="row">
            <a href={entryPath(entry)}>
              <time datetime={receivedAt}>{format.instant(receivedAt)}</time>
            </a>
          </th>
          <td>{project ?? <span class="muted">{t('quarantinePage.unknown')}</span>}</td>
          <td>{kind ?? <span class="muted">{t('quarantinePage.unknown')}</span>}</td>
          <td>
            <Refusal visit={visit} code={code} />
          </td>
          <td>
            <span lang="en">{message}</span>
            {field !== null && <div class="muted">{field}</div>}
          </td>
          <td>
            <StateMark visit={visit} state={state} />
          </td>
        </tr>
      ))}
    </Table>
  )
}
