import { zeroJet, type Jet } from '../derivatives/jet.ts'

/** Beyond this the series overflows. */
const FARTHEST = 600
const MOST_TERMS = 2000

/**
 * ln of the integral of t^(alpha - 1) e^(-rate t) from 0 to a time, with its derivatives by alpha and by -rate: the
 * means and covariances of ln t and t within.
 *
 * = alpha ln b - x + ln S, x = rate b, S = sum of x^n / (alpha (alpha + 1) … (alpha + n)), each term differentiated.
 *
 * @see Abramowitz & Stegun 6.5.29
 * @returns null where the series is no way: rate b above 600
 */
export function lowerGammaJet(alpha: number, rate: number, time: number): Jet | null {
  const x = rate * time
  if (!(x <= FARTHEST)) return null
  const jet = zeroJet()
  let inverse = 1 / alpha
  let term = inverse
  let h1 = inverse
  let h2 = inverse * inverse
  let s = term
  let sx = 0
  let sxx = 0
  let sa = -term * h1
  let saa = term * (h1 * h1 + h2)
  let sax = 0
  for (let n = 1; n < MOST_TERMS; n += 1) {
    inverse = 1 / (alpha + n)
    term *= x * inverse
    h1 += inverse
    h2 += inverse * inverse
    s += term
    sx += n * term
    sxx += n * (n - 1) * term
    sa -= term * h1
    saa += term * (h1 * h1 + h2)
    sax -= n * term * h1
    if (n > x && n * n * term < 1e-17 * s) break
  }
  // By x: sx / x and sxx / x^2; by the rate: times b, which leaves 1 / rate.
  const byX = sx / s / rate
  jet.value = alpha * Math.log(time) - x + Math.log(s)
  jet.d1 = Math.log(time) + sa / s
  jet.d11 = saa / s - (sa / s) ** 2
  jet.d2 = time - byX
  jet.d22 = sxx / s / (rate * rate) - byX * byX
  jet.d12 = -(sax / s / rate - (sa / s) * byX)
  return jet
}
