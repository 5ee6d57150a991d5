import { civilDateOf, endOfCivilDate } from '../../analytics/calendar/local-date.ts'
import { KanmonError } from '../../schemas/errors.ts'

/** A moment as asked for: an instant, or a civil date of the project, which means the end of that day. */
export type Moment = { readonly instant: number } | { readonly date: string }

/** The instant that is meant, in the project's zone. A date that is not over yet means now. */
export function resolveMoment(
  moment: Moment | null,
  zone: string,
  now: number,
  field: 'at' | 'asOf',
): number {
  if (moment === null) return now
  if ('date' in moment) {
    if (moment.date > civilDateOf(now, zone)) throw inTheFuture(field)
    return Math.min(now, endOfCivilDate(moment.date, zone) - 1)
  }
  if (moment.instant > now) throw inTheFuture(field)
  return moment.instant
}

function inTheFuture(field: string): KanmonError {
  return new KanmonError('INVALID_REQUEST', `${field} must not lie in the future`, { field })
}
