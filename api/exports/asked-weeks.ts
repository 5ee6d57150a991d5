import { z } from 'zod'
import { fromEpochDay, toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { isoWeekDays } from '../../analytics/calendar/iso-week.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { date } from '../../schemas/primitives.ts'
import { countWeeks, weeksBetween } from './weeks.ts'

const DEFAULT_WEEKS = 12
const MOST_WEEKS = 530

function isWeek(text: string): boolean {
  try {
    return isoWeekDays(text).monday !== ''
  } catch {
    return false
  }
}

/** An ISO week, or a day that stands for its week; as the day. */
const week = z.union(
  [
    date,
    z
      .string()
      .refine(isWeek)
      .transform((text) => isoWeekDays(text).monday)
      .pipe(date),
  ],
  { error: 'must be a date (YYYY-MM-DD) or an ISO week (YYYY-Www)' },
)

export const weeksQuery = {
  from: week.optional().describe('the first week, or any day of it; twelve weeks back when left out'),
  to: week.optional().describe('the last week, or any day of it; the running week when left out'),
}

/** The weeks from one to another. @throws {KanmonError} INVALID_REQUEST for none or too many */
export function askedWeeks(
  query: { from?: string | undefined; to?: string | undefined },
  today: string,
): string[] {
  const to = query.to ?? today
  const from = query.from ?? fromEpochDay(toEpochDay(to) - 7 * (DEFAULT_WEEKS - 1))
  const count = countWeeks(from, to)
  if (count === 0) throw new KanmonError('INVALID_REQUEST', 'to must not be before from', { field: 'to' })
  if (count > MOST_WEEKS) {
    const detail = `at most ${MOST_WEEKS} weeks at once, asked for ${count}`
    throw new KanmonError('INVALID_REQUEST', detail, { field: 'from' })
  }
  return weeksBetween(from, to)
}
