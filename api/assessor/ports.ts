import type { ResolveHolidays } from '../../analytics/indicators/build-view.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Recommendation } from '../../schemas/verdict.ts'
import type { Policies } from '../policies/library.ts'
import type { VerdictRecord } from './verdict-record.ts'

interface KnownRequest {
  readonly projects: readonly string[]
  readonly knownUntil: number
}

/** How many rows a project's log has, and when the last of its facts happened. */
interface FactExtent {
  readonly rows: number
  readonly newestOccurrence: number
}

/** What the assessor needs from the store: facts as they were known, and the verdicts that were given. */
export interface FactReader {
  /** Every fact about the projects that was received by `knownUntil`. */
  loadFactLog(request: KnownRequest): Promise<readonly Fact[]>
  /** Of these facts the declarations. */
  loadDeclarations(request: KnownRequest): Promise<readonly Fact[]>
  /** How much of them there is, by project. */
  readExtents(request: KnownRequest): Promise<ReadonlyMap<string, FactExtent>>
  /** Holds on divisions and organizations received by `knownUntil`. */
  loadWideFacts(request: { knownUntil: number }): Promise<readonly Fact[]>
  /** Newest receipt per subject, and of every division and organization; of all subjects when none are named. */
  readWatermarks(subjects: readonly string[] | null): Promise<ReadonlyMap<string, number>>
  /** What was refused of the projects and had not become a fact at `knownUntil`, by project. */
  loadRefused(request: KnownRequest): Promise<ReadonlyMap<string, readonly RefusedEvents[]>>
  /** Of every project with refused events a text that changes with them. */
  readRefusalMarks(): Promise<ReadonlyMap<string, string>>
}

/** The newest live verdict of a project's gate in the store. */
export interface KeptVerdict {
  readonly record: VerdictRecord
  /** Whether this very program computed it: another one may judge the same facts otherwise. */
  readonly isOurs: boolean
}

interface VerdictsRequest {
  readonly projects: readonly string[]
  readonly gate: string
}

export interface VerdictKeeper {
  /** By project; projects without one are left out. */
  latest(request: VerdictsRequest): Promise<ReadonlyMap<string, KeptVerdict>>
  /** The live verdicts of these ids, in any order. */
  find(request: VerdictsRequest & { readonly ids: readonly string[] }): Promise<readonly VerdictRecord[]>
  /** What these verdicts came to, by id. */
  outcomes(
    request: VerdictsRequest & { readonly ids: readonly string[] },
  ): Promise<ReadonlyMap<string, { readonly recommendation: Recommendation; readonly score: number }>>
  /** The first record on the project and gate with this digest of its content. */
  findByDigest(project: string, gate: string, digest: string): Promise<VerdictRecord | null>
  append(records: readonly VerdictRecord[]): Promise<void>
}

/** A moment that several questions are answered for, and until when everything received by then is known. */
export interface Look {
  readonly now: number
  readonly settled: number
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
  /**
   * The same for verdicts that any process gave at any time: 0 where one process only can ever write to the store,
   * and when left out.
   */
  readonly unsettledOfOthers?: number
  /**
   * The moment for which a question about what is known is to be answered; null, and when left out, the present. Current
   * verdicts are always of the present: one for an earlier moment would be put behind a later one.
   */
  readonly look?: () => Look | null
  readonly onError: (event: string, details: Record<string, unknown>) => void
}
