import type { Portfolio, PortfolioItem } from '../../../schemas/answers.ts'
import { VerdictMark } from '../../parts.tsx'
import { linkTo, type Visit } from '../../visit.ts'

const DAY = 86_400_000

/** Whole days from the status date of the verdict to the planned ship date; negative when it has passed. */
function daysToShip({ plannedShipDate, statusDate }: PortfolioItem): number | null {
  return plannedShipDate === null ? null : (Date.parse(plannedShipDate) - Date.parse(statusDate)) / DAY
}

function ShipDate({ visit: { t }, item }: { visit: Visit; item: PortfolioItem }) {
  const days = daysToShip(item)
  if (days === null) return <td>–</td>
  const text = days < 0 ? t('board.daysPast', { days: -days }) : t('board.days', { days })
  return (
    <td>
      <time datetime={item.plannedShipDate ?? ''}>{item.plannedShipDate}</time>
      <br />
      <span class="muted">{text}</span>
    </td>
  )
}

function Row({ visit, item }: { visit: Visit; item: PortfolioItem }) {
  const [first, ...more] = item.reasons
  return (
    <tr>
      <th scope="row">
        <a href={`/projects/${item.project}`}>{item.name ?? item.project}</a>
        <br />
        <span class="muted">{item.project}</span>
      </th>
      <td>
        <VerdictMark visit={visit} recommendation={item.recommendation} />
      </td>
      <td class="number">{item.score.toFixed(1)}</td>
      <td>
        {first?.message ?? '–'}
        {more.length > 0 && <span class="muted"> {visit.t('board.more', { count: more.length })}</span>}
      </td>
      <td>{item.division ?? '–'}</td>
      <td>{item.profile ?? '–'}</td>
      <ShipDate visit={visit} item={item} />
    </tr>
  )
}

const COLUMNS = [
  { key: 'name', title: 'board.project', class: undefined },
  { key: 'recommendation', title: 'board.verdict', class: undefined },
  { key: 'score', title: 'board.score', class: 'number' },
  { key: null, title: 'board.reason', class: undefined },
  { key: 'division', title: 'board.division', class: undefined },
  { key: null, title: 'board.profile', class: undefined },
  { key: 'plannedShipDate', title: 'board.shipDate', class: undefined },
] as const

function Heading({ visit, column }: { visit: Visit; column: (typeof COLUMNS)[number] }) {
  const { t, url } = visit
  if (column.key === null) return <th scope="col">{t(column.title)}</th>
  const isSorted = (url.searchParams.get('sort') ?? 'recommendation') === column.key
  const isDown = (url.searchParams.get('order') ?? 'asc') === 'desc'
  const order = isSorted && !isDown ? 'desc' : 'asc'
  const sort = isSorted ? (isDown ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" class={column.class} aria-sort={sort}>
      <a href={linkTo(visit, { sort: column.key, order, page: null })}>{t(column.title)}</a>
      {isSorted && <span aria-hidden="true">{isDown ? ' ▼' : ' ▲'}</span>}
    </th>
  )
}

/** The projects of one page of the portfolio. */
export function Board({ visit, portfolio }: { visit: Visit; portfolio: Portfolio }) {
  if (portfolio.items.length === 0) return <p class="empty">{visit.t('board.none')}</p>
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={visit.t('page.portfolio')}>
      <table>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Heading visit={visit} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {portfolio.items.map((item) => (
            <Row visit={visit} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where in the list the page is, and the ways to the next one. */
export function Paging({ visit, portfolio }: { visit: Visit; portfolio: Portfolio }) {
  const { page, pageSize, total } = portfolio
  const pages = Math.max(1, Math.ceil(total / pageSize))
  return (
    <p class="row">
      {page > 1 && <a href={linkTo(visit, { page: String(page - 1) })}>{visit.t('page.previous')}</a>}
      <span class="muted">{visit.t('page.place', { page, pages, total })}</span>
      {page < pages && <a href={linkTo(visit, { page: String(page + 1) })}>{visit.t('page.next')}</a>}
    </p>
  )
}
