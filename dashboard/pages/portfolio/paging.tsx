import type { Portfolio } from '../../../schemas/answers.ts'
import { linkTo, type Visit } from '../../visit.ts'

/** Where in the list the page is, and the ways to the next one. */
export function Paging({ visit, portfolio }: { visit: Visit; portfolio: Portfolio }) {
  const { page, pageSize, total } = portfolio
  const { t } = visit
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const to = (number: number) => linkTo(visit, { page: number === 1 ? null : String(number) })
  return (
    <nav class="row" aria-label={t('page.pages')}>
      {page > 1 && (
        <a href={to(Math.min(page - 1, pages))} rel="prev">
          {t('page.previous')}
        </a>
      )}
      <span class="muted">{t('page.place', { page, pages, total })}</span>
      {page < pages && (
        <a href={to(page + 1)} rel="next">
          {t('page.next')}
        </a>
      )}
    </nav>
  )
}
