import { zeroJet, type Jet } from './jet.ts'

/**
 * A shape's part in the likelihood with its first and second derivatives by theta: the sum of ln L'(t) over exact
 * times and of x ln(L(to) - L(from)) over counted intervals, and ln L(1).
 */
export interface Expansion {
  readonly terms: Jet
  readonly total: Jet
}

/** An expansion to add to. */
export const emptyExpansion = (): Expansion => ({ terms: zeroJet(), total: zeroJet() })
