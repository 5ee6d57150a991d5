/**
 * ln(1 - e^-x) for x >= 0 without cancellation at either end; -Infinity at 0, 0 at Infinity.
 *
 * @see Maechler (2012), Accurately computing log(1 - exp(-|a|))
 */
export function logOneMinusExp(x: number): number {
  return x < Math.LN2 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x))
}

/** ln(1 + e^x) without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}
