/**
 * The probability that the Kolmogorov-Smirnov distance of n uniform values exceeds d.
 *
 * Q(x) = 2 sum (-1)^(k-1) e^(-2 k^2 x^2) at x = d (sqrt n + 0.12 + 0.11 / sqrt n).
 *
 * @see Stephens (1970), Journal of the Royal Statistical Society B 32
 */
export function kolmogorovSurvival(distance: number, n: number): number {
  const root = Math.sqrt(n)
  const x = distance * (root + 0.12 + 0.11 / root)
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * x * x)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-17) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}
