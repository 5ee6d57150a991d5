import type { z } from 'zod'
import type { evidenceItem, evidenceList } from '../../../schemas/answers-governance.ts'
import type { Answer } from '../../ask.ts'
import { Table } from '../table.tsx'
import { StateMark } from './conditions.tsx'
import { answered, Nothing } from './section.tsx'
import { inWords, type View } from './view.ts'

type Item = z.infer<typeof evidenceItem>
type EvidenceRecord = Item['records'][number]

/** Addresses that a browser may be sent to; anything else is shown as text. */
const isWebAddress = (uri: string) => /^https?:\/\//i.test(uri)

function RecordLine({ view: { visit, format }, record }: { view: View; record: EvidenceRecord }) {
  const { result, verifier, statement, uri, sha256, verifiedAt, counts } = record
  return (
    <li>
      <strong>{inWords(visit, 'project.evidenceResult', result)}</strong>{' '}
      {visit.t('project.evidenceBy', {
        name: verifier.name,
        organization: verifier.organization,
        at: format.instant(verifiedAt),
      })}
      {!counts && <em> {visit.t('project.evidenceDoesNotCount')}</em>}
      <div>{statement}</div>
      {uri !== undefined && (isWebAddress(uri) ? <a href={uri}>{uri}</a> : <code>{uri}</code>)}
      {sha256 !== undefined && (
        <div class="muted">
          SHA-256 <code title={sha256}>{sha256.slice(0, 12)}</code>
        </div>
      )}
    </li>
  )
}

function Row({ view, item }: { view: View; item: Item }) {
  const { visit, format } = view
  return (
    <tr>
      <td>
        <StateMark visit={visit} state={item.state} />
      </td>
      <th scope="row">
        {item.title}
        <div class="muted plain">
          {visit.t(item.required ? 'project.kind.required' : 'project.kind.advisory')}
          {item.independent !== false && ` · ${visit.t('project.evidenceIndependent')}`}
        </div>
      </th>
      <td>
        {item.records.length === 0 ? (
          <>
            {item.message === '' ? visit.t('why.NO_EVIDENCE') : format.told(item.message)}
            {item.remedy !== '' && <div class="muted">{item.remedy}</div>}
          </>
        ) : (
          <ul class="plain-list">
            {item.records.map((record) => (
              <RecordLine view={view} record={record} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  )
}

/** The checklist of the gate: what is asked, what is there, what is missing. */
export function EvidenceSection({
  view,
  evidence,
}: {
  view: View
  evidence: Answer<z.infer<typeof evidenceList>>
}) {
  const { visit } = view
  const { t } = visit
  return answered(visit, 'evidence', evidence, ({ items, gate, missing }) => {
    if (items.length === 0) return <Nothing>{t('project.evidenceNone', { gate })}</Nothing>
    return (
      <>
        <p>{t('project.evidenceMissing', { count: missing.length })}</p>
        <Table
          label={t('project.section.evidence')}
          columns={[t('project.column.state'), t('project.evidenceItem'), t('project.evidenceRecords')]}
        >
          {items.map((item) => (
            <Row view={view} item={item} />
          ))}
        </Table>
      </>
    )
  })
}
