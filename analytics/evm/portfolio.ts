import { groupBy } from '../group-by.ts'
import { estimate } from './estimates.ts'
import { performanceIndices, type PerformanceIndices } from './indices.ts'
import { measured, measureOf, type Measured } from './measure.ts'
import type { EarnedValueStatus } from './project-status.ts'
import type { BaseQuantities } from './quantities.ts'
import { sumQuantities } from './roll-up.ts'

/** A declared project in the roll-up. */
export interface PortfolioProject {
  readonly project: string
  readonly division: string
  readonly isCancelled: boolean
  readonly status: EarnedValueStatus
}

/** Why a project is in no sum. */
type LeftOut = 'NO_BASELINE' | 'CANCELLED'

/** The projects of one division and one unit of cost, or all of one unit. */
export interface PortfolioGroup {
  /** `null`: of the whole portfolio. */
  readonly division: string | null
  readonly costUnit: string
  readonly projects: number
  /** Projects that are in no sum, and why: counted and listed, never hidden. */
  readonly notMeasured: readonly { readonly project: string; readonly why: LeftOut }[]
  /** Sums over the measured projects; `null` when there is none. */
  readonly quantities: Required<BaseQuantities> | null
  readonly indices: PerformanceIndices
  /** EAC of the sums by PF = 1, CPI and SCI. Earned schedules of several plans do not add up, so no SPI(t). */
  readonly estimates: Measured<'plannedRate' | 'costIndex' | 'scheduleCostIndex'>
  /** Packages of the measured projects that should have earned and have earned nothing. */
  readonly stalled: number
  /** Measured projects whose costs are in another unit: with one of them AC and CPI of the group are unknown. */
  readonly costRefused: readonly string[]
}

const NOTHING = { plannedValue: 0, earnedValue: 0, budgetAtCompletion: 0, actualCost: 0 }

function leftOut({ isCancelled, status }: PortfolioProject): LeftOut | null {
  if (isCancelled) return 'CANCELLED'
  return status.quantities === null ? 'NO_BASELINE' : null
}

function groupOf(
  division: string | null,
  costUnit: string,
  projects: readonly PortfolioProject[],
): PortfolioGroup {
  const counted = projects.filter((one) => leftOut(one) === null)
  const sum = sumQuantities(counted.flatMap(({ status }) => status.quantities ?? []))
  const quantities = counted.length === 0 ? NOTHING : sum
  const indices = performanceIndices(quantities)
  return {
    division,
    costUnit,
    projects: projects.length,
    notMeasured: projects.flatMap((one) => {
      const why = leftOut(one)
      return why === null ? [] : [{ project: one.project, why }]
    }),
    quantities: counted.length === 0 ? null : sum,
    indices,
    estimates: measured({
      plannedRate: estimate(quantities, 1),
      costIndex: estimate(quantities, measureOf(indices, 'costPerformanceIndex')),
      scheduleCostIndex: estimate(quantities, measureOf(indices, 'scheduleCostIndex')),
    }),
    stalled: counted.reduce((count, { status }) => count + status.stalled.length, 0),
    costRefused: counted.filter(({ status }) => status.actualCost === null).map(({ project }) => project),
  }
}

/**
 * Rolls projects up to divisions or to the portfolio, one group for each unit of cost: hours and money are never
 * added up. An index is the ratio of sums, never the mean of ratios, so a project counts by its budget.
 *
 * @param by `division`: a group for each division and unit; `unit`: a group for each unit
 */
export function portfolioGroups(
  projects: readonly PortfolioProject[],
  by: 'division' | 'unit',
): readonly PortfolioGroup[] {
  const keyOf = ({ division, status }: PortfolioProject) =>
    JSON.stringify(by === 'division' ? [status.costUnit, division] : [status.costUnit])
  return [...groupBy(projects, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, members]) => {
      const [first] = members
      if (first === undefined) return []
      const ordered = [...members].sort((a, b) => (a.project < b.project ? -1 : 1))
      return [groupOf(by === 'division' ? first.division : null, first.status.costUnit, ordered)]
    })
}
