import { linkTo } from '../../visit.ts'
import type { View } from './view.ts'

const DAY = 86_400_000
const WEEK = 7 * DAY
/** Steps of the slider: twenty years of weeks. */
const MOST_STEPS = 1044

/**
 * The dates that the slider stops at: every week from the first day to today, and each day on which a verdict changed.
 *
 * @param first a civil date; null when there is none before today
 */
export function stopsOf(first: string | null, today: string, changes: readonly string[]): string[] {
  const end = Date.parse(today)
  const start = Math.max(first === null ? end : Date.parse(first), end - MOST_STEPS * WEEK)
  const weeks: string[] = []
  for (let day = end; day >= start; day -= WEEK) weeks.push(new Date(day).toISOString().slice(0, 10))
  return [...new Set([...weeks, ...changes.filter((date) => date <= today)])].sort()
}

interface Props {
  readonly view: View
  readonly stops: readonly string[]
  readonly today: string
  /** The civil dates of what is shown, in the project's zone; null = now. */
  readonly shown: { readonly at: string | null; readonly asOf: string | null }
}

/** The moment of the page: a form for a date, which the browser's script makes a slider. */
export function AsOf({ view, stops, today, shown }: Props) {
  const { visit, gate, moment } = view
  const { t, url } = visit
  const isPast = moment.at !== undefined || moment.asOf !== undefined
  const isAt = moment.at !== undefined && moment.asOf === undefined
  const date = shown.asOf ?? shown.at ?? today
  const nearest = stops.findIndex((stop) => stop >= date)
  return (
    <form class="row as-of" method="get" action={url.pathname} data-stops={JSON.stringify(stops)}>
      <input type="hidden" name="gate" value={gate} />
      <label>
        {t('project.asOf.date')}
        <input type="date" name="date" value={date} max={today} required />
      </label>
      <label>
        {t('project.asOf.clock')}
        <select name="clock">
          <option value="asOf" selected={!isAt}>
            {t('project.asOf.known')}
          </option>
          <option value="at" selected={isAt}>
            {t('project.asOf.happened')}
          </option>
        </select>
      </label>
      {stops.length > 1 && (
        <label class="slider">
          {t('project.asOf.slide')}
          <input
            type="range"
            min="0"
            max={String(stops.length - 1)}
            step="1"
            value={String(nearest < 0 ? stops.length - 1 : nearest)}
          />
        </label>
      )}
      <button type="submit">{t('project.asOf.show')}</button>
      {isPast && (
        <a href={linkTo(visit, { at: null, asOf: null, date: null, clock: null })}>{t('project.asOf.now')}</a>
      )}
    </form>
  )
}
