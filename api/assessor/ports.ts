import type { ResolveHolidays } from '../../analytics/indicators/build-view.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Policies } from '../policies/library.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** What the assessor needs from the store: facts as they were known, and the verdicts that were given. */
export interface FactReader {
  /** Every fact about the projects that was received by `knownUntil`. */
  loadFactLog(request: { projects: readonly string[]; knownUntil: number }): Promise<readonly Fact[]>
  /** Holds on divisions and organizations received by `knownUntil`. */
  loadWideFacts(request: { knownUntil: number }): Promise<readonly Fact[]>
  /** Newest receipt per subject, and of every division and organization; of all subjects when none are named. */
  readWatermarks(subjects: readonly string[] | null): Promise<ReadonlyMap<string, number>>
  /** What was refused of the projects and had not become a fact at `knownUntil`, by project. */
  loadRefused(request: {
    projects: readonly string[]
    knownUntil: number
  }): Promise<ReadonlyMap<string, readonly RefusedEvents[]>>
  /** Of every project with refused events a text that changes with them. */
  readRefusalMarks(): Promise<ReadonlyMap<string, string>>
}

export interface VerdictKeeper {
  latest(project: string, gate: string): Promise<VerdictRecord | null>
  find(id: string): Promise<VerdictRecord | null>
  /** The first record on the project and gate with this digest of its content. */
  findByDigest(project: string, gate: string, digest: string): Promise<VerdictRecord | null>
  append(records: readonly VerdictRecord[]): Promise<void>
}

export interface AssessorPorts {
  readonly facts: FactReader
  readonly verdicts: VerdictKeeper
  readonly policies: Pick<Policies, 'applying' | 'history' | 'refresh'>
  readonly holidays: ResolveHolidays
  readonly now: () => number
  /** The newest instant up to which no further fact can appear: what "known until now" means. */
  readonly settledUntil: () => number
  /**
   * For so many milliseconds before that instant facts of another writing process may still appear, which this one's
   * clock of receipt does not know of; 0 when left out. A verdict is not kept over facts that young.
   */
  readonly unsettled?: number
  readonly onError: (event: string, details: Record<string, unknown>) => void
}
