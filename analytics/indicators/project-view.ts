import type { PhaseKind } from '../../schemas/facts/common.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import type { Phase, ProjectDeclared } from '../../schemas/facts/project.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import type { EarnedValueStatus } from '../evm/project-status.ts'
import type { ProjectState } from '../facts/state.ts'
import type { FactHistory } from './history.ts'

/** A declared project at one moment, with its calendar and earned value: what indicators are measured on. */
export interface ProjectView {
  readonly state: ProjectState
  readonly declared: ProjectDeclared
  readonly zone: string
  /** Civil date of the moment in the project's zone. */
  readonly statusDate: string
  readonly calendar: WorkCalendar
  readonly earnedValue: EarnedValueStatus
  /** Earned value at the end of another date, by the facts of the moment. */
  readonly earnedValueOn: (date: string) => EarnedValueStatus
  /** Every version of the facts, or null when only the state is at hand. */
  readonly history: FactHistory | null
}

/** The declaration of a project, or null when it was never declared. */
export function declarationOf(state: ProjectState): FactOf<'project.declared'> | null {
  return state.of('project.declared')[0] ?? null
}

/** The phases of one kind, in the declared order. */
export function phasesOfKind(view: ProjectView, kind: PhaseKind): readonly Phase[] {
  return view.declared.phases.filter((phase) => phase.kind === kind)
}
