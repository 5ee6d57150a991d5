import type { Context } from 'hono'
import { quarantinePage as pageOfEntries, quarantineState } from '../../../schemas/answers.ts'
import { refusalCode } from '../../../schemas/refusals.ts'
import { ask } from '../../ask.ts'
import { Page } from '../../layout.tsx'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import { linkTo, type Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { EntryTable } from './entry-table.tsx'

const FILTERS = ['project', 'code', 'state'] as const
const ON_A_PAGE = '50'

function question({ url }: Visit): string {
  const query = new URLSearchParams({ limit: ON_A_PAGE })
  for (const name of [...FILTERS, 'cursor']) {
    const value = url.searchParams.get(name) ?? ''
    if (value !== '') query.set(name, value)
  }
  return `/v1/quarantine?${query.toString()}`
}

interface ChoiceProps {
  readonly visit: Visit
  readonly name: (typeof FILTERS)[number]
  readonly title: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

function Choice({ visit, name, title, options }: ChoiceProps) {
  const chosen = visit.url.searchParams.get(name) ?? ''
  return (
    <label>
      {title}
      <select name={name}>
        <option value="">{visit.t('board.all')}</option>
        {options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Filters({ visit }: { visit: Visit }) {
  const { t, url } = visit
  const states = quarantineState.options.map((value) => ({ value, text: t(`quarantinePage.state.${value}`) }))
  const codes = refusalCode.options.map((value) => ({ value, text: value }))
  return (
    <form class="filters" method="get" action="/quarantine">
      <label>
        {t('quarantinePage.about')}
        <input name="project" value={url.searchParams.get('project') ?? ''} maxlength={300} />
      </label>
      <Choice visit={visit} name="code" title={t('quarantinePage.code')} options={codes} />
      <Choice visit={visit} name="state" title={t('quarantinePage.state')} options={states} />
      <button type="submit">{t('board.filter')}</button>
    </form>
  )
}

/** What was refused, the newest first. */
export async function quarantinePage(visit: Visit, ports: DashboardPorts, c: Context) {
  const { t } = visit
  const title = t('page.quarantine')
  const answer = await ask(ports, visit, question(visit), pageOfEntries)
  if (!answer.ok) return problemPage(visit, c, title, answer.problem)
  const { entries, next } = answer.data
  return (
    <Page visit={visit} title={title}>
      <p class="lead">{t('quarantinePage.intro')}</p>
      <Filters visit={visit} />
      {entries.length === 0 ? (
        <p class="empty">{t('quarantinePage.none')}</p>
      ) : (
        <EntryTable visit={visit} entries={entries} />
      )}
      <p class="row">
        {visit.url.searchParams.has('cursor') && (
          <a href={linkTo(visit, { cursor: null })}>{t('list.first')}</a>
        )}
        {next !== null && <a href={linkTo(visit, { cursor: next })}>{t('list.next')}</a>}
        <span class="muted">{t('list.zone', { zone: ORGANIZATION_ZONE })}</span>
      </p>
    </Page>
  )
}
