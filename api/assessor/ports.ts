import type { ResolveHolidays } from '../../analytics/indicators/build-view.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { PolicyBook } from '../policies.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** What the assessor needs from the store: facts as they were known, and the verdicts that were given. */
export interface FactReader {
  /** Every fact about the projects that was received by `knownUntil`. */
  loadFactLog(request: { projects: readonly string[]; knownUntil: number }): Promise<readonly Fact[]>
  /** Holds on divisions and organizations received by `knownUntil`. */
  loadWideFacts(request: { knownUntil: number }): Promise<readonly Fact[]>
  /** Newest receipt per subject; of all subjects when none are named. */
  readWatermarks(subjects: readonly string[] | null): Promise<ReadonlyMap<string, number>>
  /** Newest receipt of any hold on a division or organization; 0 when there is none. */
  readWideWatermark(): Promise<number>
}

export interface VerdictKeeper {
  latest(project: string, gate: string): Promise<VerdictRecord | null>
  find(id: string): Promise<VerdictRecord | null>
  append(records: readonly VerdictRecord[]): Promise<void>
}

export interface AssessorPorts {
  readonly facts: FactReader
  readonly verdicts: VerdictKeeper
  readonly policies: PolicyBook
  readonly holidays: ResolveHolidays
  readonly now: () => number
  /** The newest instant up to which no further fact can appear: what "known until now" means. */
  readonly settledUntil: () => number
  readonly onError: (event: string, details: Record<string, unknown>) => void
}
