import type { Fact } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { createWorkCalendar, type Holidays, type WorkCalendar } from '../calendar/work-calendar.ts'
import { type EarnedValueFacts, type EarnedValueInput, earnedValueStatus } from '../evm/project-status.ts'
import { versionsAt } from '../evm/version-findings.ts'
import type { ProjectState } from '../facts/state.ts'
import { historyAt } from './history.ts'
import type { ProjectView } from './project-view.ts'

/** The public holidays behind a name in a declared calendar, as civil dates. */
export type ResolveHolidays = (name: 'JP') => Holidays

/** The work calendar that a project declared. */
export function calendarOf(declared: ProjectDeclared, holidays: ResolveHolidays): WorkCalendar {
  const named: Holidays = declared.calendar?.holidays === 'JP' ? holidays('JP') : new Set<string>()
  return createWorkCalendar(declared.calendar, named)
}

/** A project's facts as the earned value part takes them. */
export function earnedValueFacts(
  state: ProjectState,
  declared: ProjectDeclared,
  calendar: WorkCalendar,
  percentCap: number,
): EarnedValueFacts {
  return {
    baselines: state.of('plan.baselined').map((fact) => fact.data),
    progress: state.of('progress.reported').map((fact) => fact.data),
    costs: state.of('cost.booked').map((fact) => fact.data),
    calendar,
    costUnit: declared.costUnit,
    percentCap,
  }
}

/** What the findings need beside the newest facts: how often progress is to be told, and what was told before. */
function watched(
  declared: ProjectDeclared,
  log: readonly Fact[] | null,
  at: number,
): Pick<EarnedValueInput, 'statusEveryDays' | 'versions'> {
  const cadence = declared.expects?.find((expected) => expected.kind === 'progress.reported')?.everyDays
  return {
    ...(cadence !== undefined && { statusEveryDays: cadence }),
    ...(log !== null && { versions: versionsAt(log, at) }),
  }
}

/**
 * A declared project at one moment, with what its indicators are measured on. With `log`, every fact that was known,
 * indicators and warnings can also tell what changed.
 */
export function projectView(
  state: ProjectState,
  declared: ProjectDeclared,
  holidays: ResolveHolidays,
  percentCap: number,
  log: readonly Fact[] | null = null,
): ProjectView {
  const calendar = calendarOf(declared, holidays)
  const statusDate = civilDateOf(state.at, declared.timeZone)
  const facts = earnedValueFacts(state, declared, calendar, percentCap)
  return {
    state,
    declared,
    zone: declared.timeZone,
    statusDate,
    calendar,
    earnedValue: earnedValueStatus({ ...facts, ...watched(declared, log, state.at), statusDate }),
    earnedValueOn: (date) => earnedValueStatus({ ...facts, statusDate: date }),
    history: log && historyAt(log, state.at),
  }
}
