import type { ScaledData } from '../scaled-data.ts'
import type { Panels } from '../panels.ts'
import { LEGENDRE_ORDER } from '../special/gauss-legendre.ts'
import type { Expansion } from './expansion.ts'
import { addJet, isFiniteJet, zeroJet, type Jet } from './jet.ts'

/** Over one panel the exponent may vary by this much; its integral then has at least eight digits. */
const MOST_VARIATION = 8

/**
 * A density proportional to e^(eta_1 T_1(t) + eta_2 T_2(t)) on t > 0. Jets here are by (eta_1, eta_2); those of the
 * logarithm of an integral are the means and covariances of T_1 and T_2 within it.
 */
export interface ExponentialFamily {
  readonly eta1: number
  readonly eta2: number
  /** T_1 and T_2: ln t and t, or t and t^2. */
  readonly statistics: 'log-linear' | 'linear-quadratic'
  /** ln of the integral over all t > 0. */
  readonly normalizer: Jet | null
  /** ln of the integral from 0 to a time, when that is not to be had from panels. */
  readonly fromZero?: (time: number) => Jet | null
}

/** The nodes of some panels with the statistics there. */
interface Nodes {
  readonly one: Float64Array
  readonly two: Float64Array
  readonly weights: Float64Array
}

/** ln of the integral over some panels, written into a jet; returns the largest variation of the exponent in one. */
function integrateInto(
  out: Jet,
  { eta1, eta2 }: ExponentialFamily,
  { one, two, weights }: Nodes,
  first: number,
  last: number,
): number {
  let zero = 0
  let m1 = 0
  let m2 = 0
  let m11 = 0
  let m12 = 0
  let m22 = 0
  let variation = 0
  // About the middle: far from it nothing overflows that matters.
  const middle = (first + last) >> 1
  const c1 = one[middle] ?? 0
  const c2 = two[middle] ?? 0
  for (let panel = first; panel < last; panel += LEGENDRE_ORDER) {
    let least = Infinity
    let most = -Infinity
    for (let index = panel; index < panel + LEGENDRE_ORDER; index += 1) {
      const t1 = (one[index] ?? 0) - c1
      const t2 = (two[index] ?? 0) - c2
      const exponent = eta1 * t1 + eta2 * t2
      least = Math.min(least, exponent)
      most = Math.max(most, exponent)
      const mass = (weights[index] ?? 0) * Math.exp(exponent)
      zero += mass
      m1 += mass * t1
      m2 += mass * t2
      m11 += mass * t1 * t1
      m12 += mass * t1 * t2
      m22 += mass * t2 * t2
    }
    variation = Math.max(variation, most - least)
  }
  m1 /= zero
  m2 /= zero
  out.value = Math.log(zero) + eta1 * c1 + eta2 * c2
  out.d1 = m1 + c1
  out.d2 = m2 + c2
  out.d11 = m11 / zero - m1 * m1
  out.d12 = m12 / zero - m1 * m2
  out.d22 = m22 / zero - m2 * m2
  return variation
}

function nodesOf(panels: Panels, statistics: ExponentialFamily['statistics']): Nodes {
  const { times, logs, squares, weights } = panels
  return statistics === 'log-linear'
    ? { one: logs, two: times, weights }
    : { one: times, two: squares, weights }
}

/** The expansion by (eta_1, eta_2), but for exact times. */
function byNaturalParameters(
  { intervals, whole, isRough }: ScaledData,
  family: ExponentialFamily,
): Expansion | null {
  const allowed = isRough ? Infinity : MOST_VARIATION
  const { normalizer, fromZero, statistics } = family
  if (normalizer === null) return null
  const [terms, total, one] = [zeroJet(), zeroJet(), zeroJet()]
  const { offsets } = intervals.panels()
  const nodes = nodesOf(intervals.panels(), statistics)
  for (let index = 0; index < intervals.length; index += 1) {
    const count = intervals.counts[index] ?? 0
    const isFirst = (intervals.from[index] ?? 0) === 0
    const known = isFirst ? fromZero?.(intervals.to[index] ?? 1) : undefined
    if (known === null) return null
    if (known === undefined) {
      const variation = integrateInto(one, family, nodes, offsets[index] ?? 0, offsets[index + 1] ?? 0)
      if (variation > allowed) return null
    }
    addJet(terms, count, known ?? one)
    addJet(terms, -count, normalizer)
  }
  const all = fromZero?.(1)
  if (all === null) return null
  if (all === undefined) {
    const variation = integrateInto(one, family, nodesOf(whole(), statistics), 0, whole().times.length)
    if (variation > allowed) return null
  }
  addJet(total, 1, all ?? one)
  addJet(total, -1, normalizer)
  return isFiniteJet(terms) && isFiniteJet(total) ? { terms, total } : null
}

/** A function of (eta_1, eta_2) as one of theta, given eta_1 and eta_2 as functions of theta. */
function throughParameters(outer: Jet, eta1: Jet, eta2: Jet): Jet {
  const second = (a1: number, a2: number, b1: number, b2: number) =>
    outer.d11 * a1 * b1 + outer.d12 * (a1 * b2 + a2 * b1) + outer.d22 * a2 * b2
  return {
    value: outer.value,
    d1: outer.d1 * eta1.d1 + outer.d2 * eta2.d1,
    d2: outer.d1 * eta1.d2 + outer.d2 * eta2.d2,
    d11: second(eta1.d1, eta2.d1, eta1.d1, eta2.d1) + outer.d1 * eta1.d11 + outer.d2 * eta2.d11,
    d12: second(eta1.d1, eta2.d1, eta1.d2, eta2.d2) + outer.d1 * eta1.d12 + outer.d2 * eta2.d12,
    d22: second(eta1.d2, eta2.d2, eta1.d2, eta2.d2) + outer.d1 * eta1.d22 + outer.d2 * eta2.d22,
  }
}

/**
 * The expansion of an exponential family; null where quadrature would not be accurate.
 *
 * @param exact how many exact times there are, and the sums of T_1 and T_2 over them
 * @param parameters eta_1 and eta_2 as functions of theta
 */
export function expandFamily(
  data: ScaledData,
  family: ExponentialFamily,
  exact: { readonly count: number; readonly sum1: number; readonly sum2: number },
  parameters: { readonly eta1: Jet; readonly eta2: Jet },
): Expansion | null {
  const natural = byNaturalParameters(data, family)
  if (natural === null || family.normalizer === null) return null
  const { terms, total } = natural
  terms.value += family.eta1 * exact.sum1 + family.eta2 * exact.sum2
  terms.d1 += exact.sum1
  terms.d2 += exact.sum2
  addJet(terms, -exact.count, family.normalizer)
  const { eta1, eta2 } = parameters
  return { terms: throughParameters(terms, eta1, eta2), total: throughParameters(total, eta1, eta2) }
}
