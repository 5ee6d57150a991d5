/**
 * A function of one or two coordinates at one point: its value, its gradient and its second derivatives. Jets are
 * written over while a sum is gathered, so that a loop over thousands of failures makes no objects.
 */
export interface Jet {
  value: number
  d1: number
  d2: number
  d11: number
  d12: number
  d22: number
}

/** The function that is 0 everywhere. */
export const zeroJet = (): Jet => ({ value: 0, d1: 0, d2: 0, d11: 0, d12: 0, d22: 0 })

/** Adds weight × term to a sum. */
export function addJet(sum: Jet, weight: number, term: Jet): void {
  sum.value += weight * term.value
  sum.d1 += weight * term.d1
  sum.d2 += weight * term.d2
  sum.d11 += weight * term.d11
  sum.d12 += weight * term.d12
  sum.d22 += weight * term.d22
}

/** Adds weight × f(inner) to a sum, given f, f' and f'' at inner (the chain rule). */
export function addFunctionOf(
  sum: Jet,
  weight: number,
  inner: Jet,
  f: number,
  first: number,
  second: number,
): void {
  sum.value += weight * f
  sum.d1 += weight * first * inner.d1
  sum.d2 += weight * first * inner.d2
  sum.d11 += weight * (first * inner.d11 + second * inner.d1 * inner.d1)
  sum.d12 += weight * (first * inner.d12 + second * inner.d1 * inner.d2)
  sum.d22 += weight * (first * inner.d22 + second * inner.d2 * inner.d2)
}

/** Whether value and derivatives are numbers that can be reckoned with. */
export function isFiniteJet({ value, d1, d2, d11, d12, d22 }: Jet): boolean {
  return Number.isFinite(value + d1 + d2 + d11 + d12 + d22)
}
