import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** A project with the verdict on it. `declared` is null for facts about a project that nobody declared. */
export interface AssessedProject {
  readonly project: string
  readonly declared: ProjectDeclared | null
  readonly record: VerdictRecord
  /** What the record it supersedes said, or null when there is none. */
  readonly superseded: VerdictContent | null
  readonly validUntil: number
  /** The moment that was judged, and until when everything received was taken into account. */
  readonly at: number
  readonly asOf: number
}
