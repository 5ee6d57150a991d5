const EPSILON = 2 ** -53
const TINY = 1e-300
const MOST_TERMS = 100_000

/**
 * Sum of x^n / ((a + 1) ... (a + n)), n from 0: P(a, x) without its front factor. Converges for every x, quickly
 * for x < a + 1.
 *
 * @see Abramowitz & Stegun 6.5.29
 */
export function lowerSeries(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; n < MOST_TERMS; n += 1) {
    term *= x / (a + n)
    sum += term
    if (term < sum * EPSILON) break
  }
  return sum
}

/**
 * The continued fraction of Gamma(a, x) / (x^a e^-x) by Lentz's method, for x > a + 1.
 *
 * @see Abramowitz & Stegun 6.5.31
 */
export function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let h = d
  for (let i = 1; i < MOST_TERMS; i += 1) {
    const an = -i * (i - a)
    b += 2
    d = an * d + b
    d = 1 / (Math.abs(d) < TINY ? TINY : d)
    c = b + an / c
    if (Math.abs(c) < TINY) c = TINY
    const factor = d * c
    h *= factor
    if (Math.abs(factor - 1) <= 2 * EPSILON) break
  }
  return h
}
