import type { EvidenceRecorded } from '../../schemas/facts/quality.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { SizeMeasured } from '../../schemas/facts/plan.ts'
import type { Series } from './series.ts'
import type { ExampleHold, Expectation } from './types.ts'

/** A component and its size; `counter` says where the number comes from. */
export interface ComponentSpec {
  readonly id: string
  readonly name: string
  readonly ksloc: NonNullable<SizeMeasured['ksloc']>
  readonly counter: SizeMeasured['counter']
}

interface TestSpec {
  readonly planned: number
  /** Cases executed at the end, where the series has no real ones. */
  readonly executed?: number
  /** How many cases fail for each defect that is not closed. */
  readonly failuresPerDefect: number
}

interface DefectSpec {
  readonly prefix: string
  readonly topics: readonly string[]
  /** How many days a fix takes at most. */
  readonly fixDays: number
  /** The last ones found stay open, with these severities. Every other critical or major one is closed. */
  readonly leaveOpen?: { readonly critical: number; readonly major: number }
  /** Nothing at all stays open. */
  readonly closeAll?: boolean
}

export interface EvidenceSpec {
  readonly item: string
  readonly verifier: EvidenceRecorded['verifier']
  readonly statement: string
  readonly daysBeforeEnd: number
}

interface PlanSpec {
  /** `release`: one release; `line`: a product line maintained for years, with three blocks of work. */
  readonly shape: 'release' | 'line'
  /** Length of the phases before system test; 1 = 18 weeks. */
  readonly scale: number
  readonly budget: number
  /** Actual cost per budgeted cost of the work done. */
  readonly costFactor: number
  /** How many days before the real end the plan ended. */
  readonly lateDays?: number
  /** Work packages that were not finished, and the share reached. */
  readonly reached?: Readonly<Record<string, number>>
  /** One report in so many weeks, weekly in the last nine weeks. */
  readonly sparseWeeks?: number
}

/** Everything that makes one example project. */
export interface ProjectSpec {
  readonly id: string
  readonly declared: Pick<
    ProjectDeclared,
    | 'name'
    | 'organization'
    | 'division'
    | 'class'
    | 'profile'
    | 'product'
    | 'residentService'
    | 'personalData'
    | 'costUnit'
  >
  readonly version: string
  /** False for the project that nobody has declared. */
  readonly isDeclared?: false
  readonly timeZone?: 'Asia/Tokyo' | 'Europe/Berlin'
  readonly series: Series
  /** How many days ago the sources fell silent. */
  readonly silentDays?: number
  readonly plan: PlanSpec
  readonly tests?: TestSpec
  readonly defects: DefectSpec
  readonly defectsEveryDays: number
  readonly components: readonly ComponentSpec[]
  readonly evidence?: readonly EvidenceSpec[]
  readonly hold?: Omit<ExampleHold, 'scope'>
  readonly expected: Omit<Expectation, 'project'>
  readonly real: readonly string[]
  readonly generated: readonly string[]
}
