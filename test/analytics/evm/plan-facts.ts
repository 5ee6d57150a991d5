import { createWorkCalendar } from '../../../analytics/calendar/work-calendar.ts'
import type { EarnedValueInput } from '../../../analytics/evm/project-status.ts'
import type { CostBooked, PlanBaselined, ProgressReported, WorkPackage } from '../../../schemas/facts/plan.ts'

/** Monday to Friday without holidays. */
export const weekdays = createWorkCalendar(undefined, new Set())

/** Percent complete over the two weeks from Monday 2026-06-01, budget 100, unless said otherwise. */
export const pack = (id: string, fields: Partial<WorkPackage> = {}): WorkPackage => ({
  id,
  phase: 'build',
  plannedStart: '2026-06-01',
  plannedFinish: '2026-06-12',
  budget: 100,
  method: 'percent-complete',
  ...fields,
})

export const plan = (workPackages: WorkPackage[], fields: Partial<PlanBaselined> = {}): PlanBaselined => ({
  revision: 1,
  validFrom: '2026-06-01',
  reason: 'first plan',
  workPackages,
  ...fields,
})

export const report = (
  workPackage: string,
  asOf: string,
  fields: Partial<ProgressReported> = {},
): ProgressReported => ({ workPackage, asOf, ...fields })

let bookings = 0
export const cost = (
  workPackage: string,
  date: string,
  amount: number,
  fields: Partial<CostBooked> = {},
): CostBooked => ({ booking: `b${(bookings += 1)}`, workPackage, date, amount, ...fields })

export const input = (fields: Partial<EarnedValueInput> = {}): EarnedValueInput => ({
  baselines: [],
  progress: [],
  costs: [],
  calendar: weekdays,
  costUnit: 'hours',
  statusDate: '2026-06-05',
  ...fields,
})
