import type { PortfolioItem } from '../../../schemas/answers.ts'
import type { Translate } from '../../../api/render/translate.ts'
import type { Visit } from '../../visit.ts'

interface CellProps {
  readonly visit: Visit
  readonly item: PortfolioItem
}

const DAY = 86_400_000

/** Whole days from the status date of the verdict to the planned ship date; negative when it has passed. */
function daysToShip({ plannedShipDate, statusDate }: PortfolioItem): number | null {
  return plannedShipDate === null ? null : (Date.parse(plannedShipDate) - Date.parse(statusDate)) / DAY
}

export function ShipDate({ visit: { t }, item }: CellProps) {
  const days = daysToShip(item)
  if (item.plannedShipDate === null || days === null)
    return <span class="muted">{t('board.undeclared')}</span>
  const text = days < 0 ? t('board.daysPast', { days: -days }) : t('board.days', { days })
  return (
    <>
      <time datetime={item.plannedShipDate}>{item.plannedShipDate}</time>{' '}
      <span class="muted part">{text}</span>
    </>
  )
}

/** The difference to the verdict before, as a sign and in words; null when there is none before. */
function trendOf(item: PortfolioItem, t: Translate): { sign: string; text: string } | null {
  const { previous, recommendation, score } = item
  if (previous === null) return null
  if (previous.recommendation !== recommendation) {
    return recommendation === 'SHIP'
      ? { sign: '▲', text: t('board.trendShip') }
      : { sign: '▼', text: t('board.trendHold') }
  }
  const points = Math.abs(score - previous.score).toFixed(1)
  if (points === '0.0') return { sign: '=', text: t('board.trendSame') }
  return score > previous.score
    ? { sign: '↑', text: t('board.trendUp', { points }) }
    : { sign: '↓', text: t('board.trendDown', { points }) }
}

export function Trend({ visit: { t }, item }: CellProps) {
  const trend = trendOf(item, t)
  return (
    <>
      {trend === null ? (
        <span class="muted">{t('board.trendFirst')}</span>
      ) : (
        <>
          <span aria-hidden="true">{trend.sign} </span>
          {trend.text}
        </>
      )}{' '}
      <span class="muted part">{t('board.since', { date: item.changedOn })}</span>
    </>
  )
}

export function DataAge({ visit: { t }, item }: CellProps) {
  const { dataUpTo, dataAgeDays, lateSources } = item
  return (
    <>
      {dataUpTo === null ? (
        <span class="muted">{t('board.noData')}</span>
      ) : (
        <>
          <time datetime={dataUpTo}>{dataUpTo}</time>{' '}
          <span class="muted part">{t('board.dataAge', { days: dataAgeDays ?? 0 })}</span>
        </>
      )}
      {lateSources > 0 && (
        <span class="part late">
          <span aria-hidden="true">⚠ </span>
          {t('board.lateSources', { count: lateSources })}
        </span>
      )}
    </>
  )
}
