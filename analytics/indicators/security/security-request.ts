import type { Condition } from '../../../schemas/policy.ts'
import type { ProjectView } from '../project-view.ts'

/** What is measured: the whole project at a gate, limited to a period or to scanners where the condition says so. */
export interface SecurityRequest {
  readonly view: ProjectView
  readonly gate: string
  readonly scope: Pick<Condition['scope'], 'withinDays' | 'scanners'>
}
