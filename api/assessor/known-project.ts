import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'

/** Everything known about one project as of a moment: what the EVM, indicator and export routes compute from. */
export interface KnownProject {
  readonly project: string
  readonly log: readonly Fact[]
  readonly wide: readonly Fact[]
  readonly refused: readonly RefusedEvents[]
  readonly declared: ProjectDeclared | null
  readonly zone: string
  readonly at: number
  readonly asOf: number
}

export type DeclaredProject = KnownProject & { readonly declared: ProjectDeclared }

export const isDeclared = (known: KnownProject): known is DeclaredProject => known.declared !== null
