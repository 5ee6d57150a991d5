import type { Jet } from '../derivatives/jet.ts'
import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './gauss-legendre.ts'
import { logNormalUpper, logScaledUpperTail } from './normal.ts'

const LOG_SQRT_TWO_PI = 0.918938533204672742
const PANELS = 16

/** Means and covariances of t and t^2, from the first four moments. */
function jetOf(value: number, [m1, m2, m3, m4]: readonly [number, number, number, number]): Jet {
  return { value, d1: m1, d2: m2, d11: m2 - m1 * m1, d12: m3 - m1 * m2, d22: m4 - m2 * m2 }
}

/** With its peak above 0: the moments of a normal distribution truncated at 0, all terms positive. */
function ofPeak(mean: number, variance: number): Jet {
  const sd = Math.sqrt(variance)
  const logUpper = logNormalUpper(-mean / sd)
  const half = (mean * mean) / (2 * variance)
  const m1 = mean + sd * Math.exp(-half - LOG_SQRT_TWO_PI - logUpper)
  const m2 = mean * m1 + variance
  const m3 = mean * m2 + 2 * variance * m1
  const m4 = mean * m3 + 3 * variance * m2
  return jetOf(half + LOG_SQRT_TWO_PI + Math.log(sd) + logUpper, [m1, m2, m3, m4])
}

/** A falling tail, whose moments would cancel: by quadrature over all of it that has weight. */
function ofTail(slope: number, curvature: number): Jet {
  const width = Math.min(44 / -slope, 6.8 / Math.sqrt(curvature)) / PANELS
  let m0 = 0
  let m1 = 0
  let m2 = 0
  let m3 = 0
  let m4 = 0
  for (let panel = 0; panel < PANELS; panel += 1) {
    for (let node = 0; node < LEGENDRE_NODES.length; node += 1) {
      const time = (panel + 0.5 + (LEGENDRE_NODES[node] ?? 0) / 2) * width
      const mass = (LEGENDRE_WEIGHTS[node] ?? 0) * Math.exp(time * (slope - curvature * time))
      const square = time * time
      m0 += mass
      m1 += mass * time
      m2 += mass * square
      m3 += mass * square * time
      m4 += mass * square * square
    }
  }
  const tail = logScaledUpperTail(-slope / Math.sqrt(2 * curvature))
  const value = tail + 0.5 * Math.log(Math.PI / curvature)
  return jetOf(value, [m1 / m0, m2 / m0, m3 / m0, m4 / m0])
}

/**
 * ln of the integral of e^(slope t - curvature t^2) over t > 0, with its derivatives by the slope and by minus the
 * curvature: the means and covariances of t and t^2.
 */
export function logNormalIntegral(slope: number, curvature: number): Jet {
  return slope >= 0 ? ofPeak(slope / (2 * curvature), 0.5 / curvature) : ofTail(slope, curvature)
}
