import type { Condition } from '../../schemas/policy.ts'

/** Two required conditions that no value satisfies together, and the limits that exclude each other. */
export interface Contradiction {
  readonly condition: string
  readonly other: string
  readonly lower: number
  readonly upper: number
}

/** What is measured, as text: conditions of one measure are about one number. */
const measureOf = ({ indicator, scope }: Condition): string =>
  JSON.stringify([indicator, Object.entries(scope).sort(([a], [b]) => (a < b ? -1 : 1))])

/** Pairs of required conditions of a gate on one number, of which one asks for more than the other allows. */
export function contradictoryLimits(conditions: readonly Condition[]): Contradiction[] {
  const required = conditions.filter(({ kind }) => kind === 'required')
  return required.flatMap((condition) => {
    const { lower } = condition
    if (lower === undefined) return []
    return required.flatMap((other): Contradiction[] => {
      const { upper } = other
      const excludes = other.id !== condition.id && upper !== undefined && lower > upper
      return excludes && measureOf(other) === measureOf(condition)
        ? [{ condition: condition.id, other: other.id, lower, upper }]
        : []
    })
  })
}
