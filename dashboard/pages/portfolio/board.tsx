import type { Portfolio, PortfolioItem } from '../../../schemas/answers.ts'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import { VerdictMark } from '../../parts.tsx'
import { linkTo, type Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { type Format, formatOf } from '../project/format.ts'
import { DataAge, ShipDate, Trend } from './cells.tsx'
import { wordsOf } from './filters.tsx'

interface Column {
  /** What the API sorts by; null where it does not. */
  readonly key: string | null
  readonly title: MessageKey
  readonly class?: string
}

const COLUMNS: readonly Column[] = [
  { key: 'name', title: 'board.project', class: 'wide' },
  { key: 'recommendation', title: 'board.verdict' },
  { key: 'score', title: 'board.score', class: 'number' },
  { key: null, title: 'board.trend' },
  { key: null, title: 'board.reason', class: 'wide' },
  { key: 'division', title: 'board.divisionAndProfile' },
  { key: 'plannedShipDate', title: 'board.shipDate' },
  { key: 'dataUpTo', title: 'board.data' },
]

interface RowProps {
  readonly visit: Visit
  readonly format: Format
  readonly item: PortfolioItem
}

function FirstReason({ visit: { t }, format, item }: RowProps) {
  const [first, ...more] = item.reasons
  if (first === undefined) return <span class="muted">{t('board.noReason')}</span>
  return (
    <>
      {format.told(first.message)}
      {more.length > 0 && <span class="muted more"> {t('board.more', { count: more.length })}</span>}
    </>
  )
}

/** The roles say what CSS takes away where rows are stacked on a narrow screen. */
function Row({ visit, format, item }: RowProps) {
  const { t } = visit
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <a href={`/projects/${item.project}`}>{item.name ?? item.project}</a>
        <span class="muted id">{item.project}</span>
      </th>
      <td role="cell" data-label={t('board.verdict')}>
        <VerdictMark visit={visit} recommendation={item.recommendation} />
      </td>
      <td role="cell" class="number" data-label={t('board.score')}>
        {item.score.toFixed(1)}
      </td>
      <td role="cell" data-label={t('board.trend')}>
        <Trend visit={visit} item={item} />
      </td>
      <td role="cell" class="reason" data-label={t('board.reason')}>
        <FirstReason visit={visit} format={format} item={item} />
      </td>
      <td role="cell" data-label={t('board.divisionAndProfile')}>
        {item.division ?? <span class="muted">{t('board.undeclared')}</span>}
        {item.profile !== null && <span class="muted part">{item.profile}</span>}
      </td>
      <td role="cell" data-label={t('board.shipDate')}>
        <ShipDate visit={visit} item={item} />
      </td>
      <td role="cell" data-label={t('board.data')}>
        <DataAge visit={visit} item={item} />
      </td>
    </tr>
  )
}

function Heading({ visit, column }: { visit: Visit; column: Column }) {
  const { t } = visit
  if (column.key === null)
    return (
      <th scope="col" role="columnheader" class={column.class}>
        {t(column.title)}
      </th>
    )
  const { sort = 'recommendation', order = 'asc' } = wordsOf(visit)
  const isSorted = sort === column.key
  const isDown = order === 'desc'
  return (
    <th
      scope="col"
      role="columnheader"
      class={column.class}
      aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : undefined}
    >
      <a
        href={linkTo(visit, {
          sort: column.key,
          order: isSorted && !isDown ? 'desc' : 'asc',
          by: null,
          page: null,
        })}
      >
        {t(column.title)}
      </a>
      {isSorted && <span aria-hidden="true">{isDown ? ' ▼' : ' ▲'}</span>}
    </th>
  )
}

/** Whether projects are left out because they were not asked for. */
const isFiltered = (visit: Visit) => {
  const { q, division, profile, recommendation, kind, page } = wordsOf(visit)
  return [q, division, profile, recommendation, kind, page].some((word) => word !== undefined)
}

/** The projects of one page of the portfolio. */
export function Board({ visit, portfolio }: { visit: Visit; portfolio: Portfolio }) {
  const { t, language } = visit
  const format = formatOf(language, ORGANIZATION_ZONE)
  if (portfolio.items.length === 0) {
    return <p class="empty">{t(isFiltered(visit) ? 'board.noMatch' : 'board.none')}</p>
  }
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t('board.table')}>
      <table class="stacking" role="table" aria-label={t('board.table')}>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <Heading visit={visit} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {portfolio.items.map((item) => (
            <Row visit={visit} format={format} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
