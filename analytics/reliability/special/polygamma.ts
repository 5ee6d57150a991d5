/** From here on the asymptotic series have all digits. */
const LARGE = 10

/**
 * The first two derivatives of ln Gamma(x), x > 0: digamma and trigamma, to about 1e-14 relative.
 *
 * @see Abramowitz & Stegun 6.3.5, 6.3.18, 6.4.6, 6.4.12
 * @example
 * polygamma(1).digamma // -0.5772…, Euler's constant
 */
export function polygamma(x: number): { readonly digamma: number; readonly trigamma: number } {
  let [digamma, trigamma] = [0, 0]
  let at = x
  for (; at < LARGE; at += 1) {
    digamma -= 1 / at
    trigamma += 1 / (at * at)
  }
  const s = 1 / (at * at)
  const first =
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32_760)))))
  const second = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - (s * 691) / 2730)))))
  return {
    digamma: digamma + Math.log(at) - 0.5 / at - first,
    trigamma: trigamma + (1 + 0.5 / at + second) / at,
  }
}
