import type { Fact } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { stateAt } from '../facts/state.ts'
import { declarationOf } from './project-view.ts'

/** What a project is declared to be at a moment, by the declarations among its facts; null when it was not declared by then. */
export function declaredAt(project: string, facts: readonly Fact[], at: number): ProjectDeclared | null {
  const declarations = facts.filter(({ kind }) => kind === 'project.declared')
  return declarationOf(stateAt(project, declarations, at))?.data ?? null
}
