import type { ScaledData } from '../scaled-data.ts'
import { emptyExpansion, type Expansion } from './expansion.ts'
import type { Jet } from './jet.ts'

/** ln(L(to) - L(from)) with its two derivatives, for a shape of one coordinate, added `weight` times to a sum. */
export type AddIncrement = (sum: Jet, weight: number, from: number, to: number) => void

/** The expansion of a shape of one coordinate, but for its exact times. */
export function incrementExpansion({ intervals }: ScaledData, add: AddIncrement): Expansion {
  const expansion = emptyExpansion()
  for (let index = 0; index < intervals.length; index += 1) {
    const weight = intervals.counts[index] ?? 0
    add(expansion.terms, weight, intervals.from[index] ?? 0, intervals.to[index] ?? 1)
  }
  add(expansion.total, 1, 0, 1)
  return expansion
}

/** Adds value, first and second derivative by the one coordinate. */
export function addOne(sum: Jet, weight: number, value: number, first: number, second: number): void {
  sum.value += weight * value
  sum.d1 += weight * first
  sum.d11 += weight * second
}
