import { exactSum } from './exact-sum.ts'
import { groupBy } from '../group-by.ts'
import { performanceIndices, type PerformanceIndices } from './indices.ts'
import { discreteOf, type BaseQuantities, type WorkQuantities } from './quantities.ts'

/** A group of things measured together. */
export interface RollUp {
  readonly key: string
  readonly count: number
  readonly quantities: Required<BaseQuantities>
  readonly indices: PerformanceIndices
}

function sumWork(works: readonly WorkQuantities[]): WorkQuantities {
  return {
    plannedValue: exactSum(works.map((work) => work.plannedValue)),
    earnedValue: exactSum(works.map((work) => work.earnedValue)),
    budgetAtCompletion: exactSum(works.map((work) => work.budgetAtCompletion)),
  }
}

/** The sum of quantities of one unit of cost. AC is `null` as soon as one part's is: unknown is not zero. */
export function sumQuantities(parts: readonly BaseQuantities[]): Required<BaseQuantities> {
  const costs = parts.map((part) => part.actualCost).filter((cost) => cost !== null)
  return {
    ...sumWork(parts),
    actualCost: costs.length < parts.length ? null : exactSum(costs),
    discrete: sumWork(parts.map(discreteOf)),
  }
}

/**
 * Rolls packages up to phases or components, or projects up to divisions and the portfolio. An index of a group
 * is the ratio of sums, never the mean of ratios: a package counts by its budget.
 *
 * All items must be in one unit of cost. Items whose key is null belong to no group.
 *
 * @example
 * rollUp(status.workPackages, (row) => row.phase, (row) => row.quantities)
 */
export function rollUp<T>(
  items: readonly T[],
  keyOf: (item: T) => string | null,
  quantitiesOf: (item: T) => BaseQuantities,
): readonly RollUp[] {
  const keyed = items.filter((item) => keyOf(item) !== null)
  return [...groupBy(keyed, (item) => keyOf(item) ?? '')]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const quantities = sumQuantities(group.map(quantitiesOf))
      return { key, count: group.length, quantities, indices: performanceIndices(quantities) }
    })
}
