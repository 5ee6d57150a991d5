import type { WorkPackage } from '../../schemas/facts/plan.ts'
import { toEpochDay, type EpochDay } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'

/** How the budget of one package is spread over time. */
export interface PlannedProfile {
  readonly startDay: EpochDay
  readonly finishDay: EpochDay
  /** Working days from start to finish, both included. */
  readonly workingDays: number
  /** Share of the budget planned on the start day, the rest on the finish day; `null`: evenly over the days. */
  readonly firstShare: number | null
}

/** Share that a fixed formula method plans and earns at the start of a package, the rest at its finish. */
const FIRST_SHARES = { '0-100': 0, '50-50': 0.5, '25-75': 0.25, '20-80': 0.2 } as const

/** The first share of a fixed formula method, or null for a method that is measured in between. */
export function firstShareOf(method: WorkPackage['method']): number | null {
  return method in FIRST_SHARES ? FIRST_SHARES[method as keyof typeof FIRST_SHARES] : null
}

/**
 * How a package plans its budget, consistent with how it earns it: 0/100 wholly at the planned finish; 50/50,
 * 25/75 and 20/80 their first share at the planned start and the rest at the finish; every other method evenly
 * over the working days from start to finish. A package that lies wholly on non-working days is planned at its
 * finish, so that no budget is lost.
 *
 * An apportioned package has the profile of the package it follows: pass that one.
 *
 * @throws {RangeError} when a planned date does not exist
 */
export function plannedProfile(
  work: Pick<WorkPackage, 'plannedStart' | 'plannedFinish' | 'method'>,
  calendar: WorkCalendar,
): PlannedProfile {
  const startDay = toEpochDay(work.plannedStart)
  const finishDay = toEpochDay(work.plannedFinish)
  const workingDays = calendar.workingDaysIn(startDay, finishDay)
  const spread = workingDays > 0 ? null : 0
  return { startDay, finishDay, workingDays, firstShare: firstShareOf(work.method) ?? spread }
}

/**
 * The share of a package's budget planned by the end of a day, 0 to 1.
 *
 * @example
 * // Monday to Friday, percent complete: 0.4 at the end of Tuesday
 */
export function plannedShare(profile: PlannedProfile, day: EpochDay, calendar: WorkCalendar): number {
  if (day < profile.startDay) return 0
  if (day >= profile.finishDay) return 1
  if (profile.firstShare !== null) return profile.firstShare
  return calendar.workingDaysIn(profile.startDay, day) / profile.workingDays
}
