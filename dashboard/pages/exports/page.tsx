import { weeklyFormat } from '../../../schemas/answers-weekly.ts'
import type { Problem } from '../../../schemas/errors.ts'
import { Page } from '../../layout.tsx'
import { ProblemNote } from '../../parts.tsx'
import type { Visit } from '../../visit.ts'

/** The formats of the API, and CSV as Excel wants it. */
export const downloadFormats = [
  'csv',
  'csv-excel',
  ...weeklyFormat.options.filter((each) => each !== 'csv'),
] as const

interface ExportsPageProps {
  readonly visit: Visit
  /** What the API said to what was asked for before. */
  readonly problem?: Problem | null
}

/** Asks for weekly trends as a file. */
export function ExportsPage({ visit, problem = null }: ExportsPageProps) {
  const { t } = visit
  const given = (name: string) => visit.url.searchParams.get(name) ?? ''
  return (
    <Page visit={visit} title={t('page.exports')}>
      <p>{t('exports.what')}</p>
      {problem !== null && <ProblemNote visit={visit} problem={problem} />}
      <form class="stack" method="get" action="/exports/weekly">
        <label for="from">{t('exports.from')}</label>
        <input id="from" name="from" type="date" value={given('from')} aria-describedby="weeks-hint" />
        <label for="to">{t('exports.to')}</label>
        <input id="to" name="to" type="date" value={given('to')} aria-describedby="weeks-hint" />
        <p class="muted" id="weeks-hint">
          {t('exports.weeksHint')}
        </p>
        <label for="project">{t('exports.project')}</label>
        <input id="project" name="project" value={given('project')} aria-describedby="project-hint" />
        <p class="muted" id="project-hint">
          {t('exports.projectHint')}
        </p>
        <label for="format">{t('exports.format')}</label>
        <select id="format" name="format">
          {downloadFormats.map((format) => (
            <option value={format} selected={format === given('format')}>
              {t(`exports.format.${format}`)}
            </option>
          ))}
        </select>
        <button type="submit">{t('exports.download')}</button>
      </form>
    </Page>
  )
}
