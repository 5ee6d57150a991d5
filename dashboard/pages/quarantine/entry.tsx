import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { type QuarantineDetail, quarantineDetail, type ReplayAnswer } from '../../../schemas/answers.ts'
import { ask } from '../../ask.ts'
import { FormToken } from '../../form-parts.tsx'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { inWords } from '../project/view.ts'
import { Table } from '../table.tsx'
import { Refusal } from './refusal.tsx'
import { entryPath, StateMark } from './entry-table.tsx'
import { visibleText } from './visible-text.ts'

interface Part {
  readonly visit: Visit
  readonly detail: QuarantineDetail
}

function Facts({ visit, detail }: Part) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const unknown = t('quarantinePage.unknown')
  const facts: readonly (readonly [string, Child])[] = [
    [t('quarantinePage.state'), <StateMark visit={visit} state={detail.state} />],
    [t('quarantinePage.code'), <Refusal visit={visit} code={detail.code} />],
    [t('quarantinePage.message'), <span lang="en">{detail.message}</span>],
    [t('quarantinePage.field'), detail.field ?? unknown],
    [t('quarantinePage.about'), detail.project ?? unknown],
    [t('quarantinePage.kind'), detail.kind ?? unknown],
    [t('quarantinePage.id'), detail.id ?? unknown],
    [t('quarantinePage.received'), format.instant(detail.receivedAt)],
    [t('quarantinePage.from'), `${detail.origin} [${detail.index}]`],
  ]
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function History({ visit, detail }: Part) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  const columns = [
    t('quarantinePage.at'),
    t('quarantinePage.outcome'),
    t('quarantinePage.code'),
    t('quarantinePage.message'),
  ]
  return (
    <>
      <h2>{t('quarantinePage.history')}</h2>
      <Table label={t('quarantinePage.history')} columns={columns}>
        {detail.history.map(({ at, outcome, code, message }) => (
          <tr>
            <th scope="row">{format.instant(at)}</th>
            <td>{t(`quarantinePage.outcome.${outcome}`)}</td>
            <td>{code === null ? '–' : <Refusal visit={visit} code={code} />}</td>
            <td>{message === null ? '–' : <span lang="en">{message}</span>}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

function Raw({ visit, detail }: Part) {
  const { t } = visit
  const { raw, rawBytes } = detail
  const isCut = new TextEncoder().encode(raw).length < rawBytes
  return (
    <>
      <h2>{t('quarantinePage.raw')}</h2>
      <p class="muted">
        {t(isCut ? 'quarantinePage.cut' : 'quarantinePage.bytes', { bytes: rawBytes })}{' '}
        {t('quarantinePage.escaped')}
      </p>
      <pre class="raw" tabindex={0} role="region" aria-label={t('quarantinePage.raw')}>
        {visibleText(raw)}
      </pre>
    </>
  )
}

/** What a replay came to, or would come to. */
function Result({ visit, replay: { dryRun, results } }: { visit: Visit; replay: ReplayAnswer }) {
  const { t } = visit
  return (
    <div class="card" role="status">
      <h2>{t(dryRun ? 'quarantinePage.would' : 'quarantinePage.result')}</h2>
      {results.map(({ outcome, message, code }) => (
        <p>
          {t(`quarantinePage.result.${outcome}`, {
            message: code === null ? (message ?? '') : inWords(visit, 'refusal', code),
          })}
        </p>
      ))}
    </div>
  )
}

function ReplayForm({ visit, detail }: Part) {
  const { t } = visit
  return (
    <section aria-labelledby="replay" class="no-print">
      <h2 id="replay">{t('quarantinePage.replay')}</h2>
      <p>{t('quarantinePage.replayWhy')}</p>
      <form method="post" action={entryPath(detail.entry)} class="row">
        <FormToken visit={visit} />
        <button type="submit" name="do" value="replay">
          {t('quarantinePage.replay')}
        </button>
        <button type="submit" name="do" value="try" class="plain">
          {t('quarantinePage.try')}
        </button>
      </form>
      <p class="muted">
        {t('quarantinePage.command')} <code>kanmon quarantine replay {detail.entry}</code>
      </p>
    </section>
  )
}

/** One refused event, with every reason it was given. */
export async function entryPage(visit: Visit, ports: DashboardPorts, c: Context, replay?: ReplayAnswer) {
  const { t } = visit
  const entry = c.req.param('entry') ?? ''
  const title = t('quarantinePage.entry', { entry })
  const answer = await ask(ports, visit, `/v1${entryPath(entry)}`, quarantineDetail)
  if (!answer.ok) return problemPage(visit, c, title, answer.problem)
  const part = { visit, detail: answer.data }
  return (
    <Page visit={visit} title={title}>
      <p>
        <a href="/quarantine">{t('page.quarantine')}</a>
      </p>
      {replay !== undefined && <Result visit={visit} replay={replay} />}
      <Facts {...part} />
      <Raw {...part} />
      <History {...part} />
      {answer.data.state === 'open' && <ReplayForm {...part} />}
      <p class="muted">{t('list.zone', { zone: ORGANIZATION_ZONE })}</p>
    </Page>
  )
}
