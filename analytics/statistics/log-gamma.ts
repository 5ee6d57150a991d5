/** Coefficients of Stirling's series, B(2n) / (2n (2n - 1)) for n = 1 to 8 (Abramowitz & Stegun 6.1.41). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
] as const

/** From here on eight terms of the series are exact to the last bit of a double. */
const SERIES_FROM = 15

/**
 * Error of Stirling's formula: ln Γ(a + 1) - [(a + 1/2) ln a - a + ln(2π)/2], for a > 0. Loader, "Fast and accurate
 * computation of binomial probabilities" (2000): with it densities keep their precision at large a, where the
 * difference of two large logarithms would lose it.
 */
export function stirlingError(a: number): number {
  if (a < SERIES_FROM) {
    let product = 1
    let shifted = a
    while (shifted < SERIES_FROM) {
      shifted += 1
      product *= shifted
    }
    const stirling = (x: number) => (x + 0.5) * Math.log(x) - x
    return stirling(shifted) + stirlingError(shifted) - Math.log(product) - stirling(a)
  }
  const inverse = 1 / (a * a)
  return STIRLING.reduceRight((sum, coefficient) => sum * inverse + coefficient, 0) / a
}

/** ln Γ(a) for a > 0. */
export function logGamma(a: number): number {
  return (a - 0.5) * Math.log(a) - a + 0.5 * Math.log(2 * Math.PI) + stirlingError(a)
}
