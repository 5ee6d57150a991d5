import { stateAt, type ProjectState } from '../../analytics/facts/state.ts'
import { projectView, type ResolveHolidays } from '../../analytics/indicators/build-view.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { PolicyBook } from '../policies/history.ts'
import { percentCapOf } from '../policies/percent-cap.ts'
import type { KnownProject } from './known-project.ts'

/** What is made of the facts of a known project, once for everybody who asks about the same moment of it. */
export interface Views {
  stateOf(known: KnownProject): ProjectState
  /** The view with the history of its facts. @param declared what is known to be declared */
  declaredView(known: KnownProject, declared: ProjectDeclared): ProjectView
  /** The same, or null while the project is not declared. */
  viewOf(known: KnownProject): ProjectView | null
}

export interface ViewPorts {
  readonly policies: Pick<PolicyBook, 'applying'>
  readonly holidays: ResolveHolidays
}

/** Keeps states and views as long as somebody keeps what they were made of. */
export function createViews({ policies, holidays }: ViewPorts): Views {
  const states = new WeakMap<KnownProject, ProjectState>()
  const views = new WeakMap<KnownProject, ProjectView>()

  function stateOf(known: KnownProject): ProjectState {
    const state = states.get(known) ?? stateAt(known.project, known.log, known.at)
    states.set(known, state)
    return state
  }

  function declaredView(known: KnownProject, declared: ProjectDeclared): ProjectView {
    const before = views.get(known)
    if (before !== undefined) return before
    const cap = percentCapOf(policies, declared, known)
    const view = projectView(stateOf(known), declared, holidays, cap, known.log)
    views.set(known, view)
    return view
  }

  return {
    stateOf,
    declaredView,
    viewOf: (known) => known.declared && declaredView(known, known.declared),
  }
}
