import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { Change, Recommendation } from '../../schemas/verdict.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** What the record before a record said, and what changed from it to this one. */
export interface Superseded {
  readonly recommendation: Recommendation
  readonly score: number
  readonly changes: readonly Change[]
}

/** A project with the verdict on it. `declared` is null for facts about a project that nobody declared. */
export interface AssessedProject {
  readonly project: string
  readonly declared: ProjectDeclared | null
  readonly record: VerdictRecord
  /** Null when the record supersedes none. */
  readonly superseded: Superseded | null
  readonly validUntil: number
  /** The moment that was judged, and until when everything received was taken into account. */
  readonly at: number
  readonly asOf: number
}
