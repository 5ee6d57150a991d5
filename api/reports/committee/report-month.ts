import { endOfCivilDate, startOfCivilDate } from '../../../analytics/calendar/local-date.ts'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { KanmonError } from '../../../schemas/errors.ts'
import { POLICY_ZONE } from '../../policies/library.ts'

/** The organisation's zone: its months begin and end there, whatever zones its projects have. */
export const REPORT_ZONE = POLICY_ZONE

/** A month of the organisation. Instants are milliseconds. */
export interface ReportMonth {
  readonly month: string
  /** The last instant before it. */
  readonly opening: number
  /** Its last instant, or now while it is not over. */
  readonly closing: number
  /** Its last day, or today. */
  readonly isOver: boolean
}

/** @throws {KanmonError} INVALID_REQUEST for a month that has not begun */
export function reportMonth(month: string, now: number): ReportMonth {
  const first = `${month}-01`
  const opening = startOfCivilDate(first, REPORT_ZONE) - 1
  if (now <= opening) {
    throw new KanmonError('INVALID_REQUEST', `month: ${month} has not begun`, { field: 'month' })
  }
  const sometimeNext = fromEpochDay(toEpochDay(first) + 31)
  const lastDay = fromEpochDay(toEpochDay(`${sometimeNext.slice(0, 7)}-01`) - 1)
  const end = endOfCivilDate(lastDay, REPORT_ZONE) - 1
  return { month, opening, closing: Math.min(end, now), isOver: now > end }
}
