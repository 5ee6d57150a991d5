import { stateAt, type ProjectState } from '../../analytics/facts/state.ts'
import { projectView, type ResolveHolidays } from '../../analytics/indicators/build-view.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import { onceForEachObject } from '../once-for-each-object.ts'
import type { PolicyBook } from '../policies/history.ts'
import { percentCapOf } from '../policies/percent-cap.ts'
import { type DeclaredProject, isDeclared, type KnownProject } from './known-project.ts'

/** What is made of the facts of a known project, once for everybody who asks about the same moment of it. */
export interface Views {
  readonly stateOf: (known: KnownProject) => ProjectState
  /** The view with the history of its facts. */
  readonly declaredView: (known: DeclaredProject) => ProjectView
  /** The same, or null while the project is not declared. */
  readonly viewOf: (known: KnownProject) => ProjectView | null
}

export interface ViewPorts {
  readonly policies: Pick<PolicyBook, 'applying'>
  readonly holidays: ResolveHolidays
}

/** Keeps states and views as long as somebody keeps what they were made of. */
export function createViews({ policies, holidays }: ViewPorts): Views {
  const stateOf = onceForEachObject(({ project, log, at }: KnownProject) => stateAt(project, log, at))
  const declaredView = onceForEachObject((known: DeclaredProject) => {
    const cap = percentCapOf(policies, known.declared, known)
    return projectView(stateOf(known), known.declared, holidays, cap, known.log)
  })
  return { stateOf, declaredView, viewOf: (known) => (isDeclared(known) ? declaredView(known) : null) }
}
