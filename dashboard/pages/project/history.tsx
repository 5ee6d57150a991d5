import type { z } from 'zod'
import type { verdictList } from '../../../schemas/answers.ts'
import type { Answer } from '../../ask.ts'
import { VerdictMark } from '../../parts.tsx'
import { linkTo } from '../../visit.ts'
import { Table } from '../table.tsx'
import type { VerdictLine } from './differences.ts'
import { answered, Nothing } from './section.tsx'
import type { View } from './view.ts'

interface Props {
  readonly view: View
  readonly verdicts: Answer<z.infer<typeof verdictList>>
  readonly differences: ReadonlyMap<string, string>
  /** The moment looked at, in milliseconds; null = now. */
  readonly until: number | null
}

/** A history can be long; the older part is asked for by the API's own list. */
const SHOWN = 100

function Changes({
  view: { visit, format },
  line,
  difference,
}: {
  view: View
  line: VerdictLine
  difference?: string
}) {
  if (line.supersedes === null) return <span class="muted">{visit.t('project.history.first')}</span>
  if (difference !== undefined) return <>{format.told(difference)}</>
  return (
    <a href={`${linkTo(visit, { verdict: line.verdict })}#history`}>
      {visit.t('project.history.whatChanged')}
    </a>
  )
}

function Row({ view, line, difference }: { view: View; line: VerdictLine; difference: string | undefined }) {
  const { visit, format } = view
  const then = linkTo(visit, { asOf: line.evaluatedAt, at: null, date: null, clock: null, verdict: null })
  return (
    <tr>
      <th scope="row">
        <a href={then}>
          <time datetime={line.evaluatedAt}>{format.instant(line.evaluatedAt)}</time>
        </a>
        <div class="muted plain">{line.statusDate}</div>
      </th>
      <td>
        <VerdictMark visit={visit} recommendation={line.recommendation} />
      </td>
      <td class="number">{format.number(line.score)}</td>
      <td>
        <Changes view={view} line={line} {...(difference !== undefined && { difference })} />
      </td>
      <td>{line.policy === null ? '–' : `${line.policy.id} v${line.policy.version}`}</td>
    </tr>
  )
}

/** The verdicts at the gate as they changed, newest first, with what changed from one to the next. */
export function HistorySection({ view, verdicts, differences, until }: Props) {
  const { visit } = view
  const { t } = visit
  return answered(visit, 'history', verdicts, (data) => {
    const given = data.verdicts.filter(
      ({ evaluatedAt }) => until === null || Date.parse(evaluatedAt) <= until,
    )
    if (given.length === 0) return <Nothing>{t('project.history.none')}</Nothing>
    return (
      <>
        <Table
          label={t('project.section.history')}
          columns={[
            t('project.history.when'),
            t('project.history.verdict'),
            { number: t('board.score') },
            t('project.history.changes'),
            t('project.history.policy'),
          ]}
        >
          {given.slice(0, SHOWN).map((line) => (
            <Row view={view} line={line} difference={differences.get(line.verdict)} />
          ))}
        </Table>
        {given.length > SHOWN && (
          <p>
            <a href={`/v1/projects/${view.project}/verdicts`}>
              {t('project.history.older', { count: given.length - SHOWN })}
            </a>
          </p>
        )}
      </>
    )
  })
}
