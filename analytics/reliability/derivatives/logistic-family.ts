import type { ScaledData } from '../scaled-data.ts'
import { logOneMinusExp } from '../special/log-math.ts'
import { emptyExpansion, type Expansion } from './expansion.ts'
import { addFunctionOf, addJet, zeroJet, type Jet } from './jet.ts'

/** Writes z and its derivatives at a time into a jet; z(0) may be -Infinity, its derivatives are then not read. */
export type StandardAt = (time: number, logTime: number, jet: Jet) => void

/** 1 / (1 + e^-z) */
const logistic = (z: number): number => 1 / (1 + Math.exp(-z))

/** ln(1 + e^z), from e^-z's share already known: sigma = 1 / (1 + e^-z). */
function softplusBy(z: number, sigma: number): number {
  return z > 0 ? z - Math.log(sigma) : -Math.log1p(-sigma)
}

/** Adds weight × ln(G(to) - G(from)) with G the logistic distribution function of z. */
function addDifference(sum: Jet, weight: number, from: Jet, to: Jet): void {
  const upper = logistic(to.value)
  const below = softplusBy(to.value, upper) - to.value
  addFunctionOf(sum, weight, to, -below, 1 - upper, -upper * (1 - upper))
  if (from.value === -Infinity) return
  const lower = logistic(from.value)
  addFunctionOf(sum, weight, from, -softplusBy(from.value, lower), -lower, -lower * (1 - lower))
  const rise = to.value - from.value
  const first = 1 / Math.expm1(rise)
  if (first === 0) return
  const second = -first * (1 + first)
  const d1 = to.d1 - from.d1
  const d2 = to.d2 - from.d2
  sum.value += weight * logOneMinusExp(rise)
  sum.d1 += weight * first * d1
  sum.d2 += weight * first * d2
  sum.d11 += weight * (first * (to.d11 - from.d11) + second * d1 * d1)
  sum.d12 += weight * (first * (to.d12 - from.d12) + second * d1 * d2)
  sum.d22 += weight * (first * (to.d22 - from.d22) + second * d2 * d2)
}

/**
 * The expansion of a logistic distribution function of z(t).
 *
 * @param logRates the sum of ln z'(t) over the exact times
 */
export function logisticExpansion(
  { exact, intervals }: ScaledData,
  standardAt: StandardAt,
  logRates: Jet,
): Expansion {
  const { terms, total } = emptyExpansion()
  addJet(terms, 1, logRates)
  let start = zeroJet()
  let end = zeroJet()
  for (let index = 0; index < exact.values.length; index += 1) {
    standardAt(exact.values[index] ?? 0, exact.logs[index] ?? 0, end)
    const sigma = logistic(end.value)
    const log = end.value - 2 * softplusBy(end.value, sigma)
    addFunctionOf(terms, exact.weights[index] ?? 0, end, log, 1 - 2 * sigma, -2 * sigma * (1 - sigma))
  }
  let reached = -1
  for (let index = 0; index < intervals.length; index += 1) {
    const from = intervals.from[index] ?? 0
    if (from !== reached) standardAt(from, intervals.logFrom[index] ?? 0, start)
    reached = intervals.to[index] ?? 1
    standardAt(reached, intervals.logTo[index] ?? 0, end)
    addDifference(terms, intervals.counts[index] ?? 0, start, end)
    const next = start
    start = end
    end = next
  }
  standardAt(0, -Infinity, start)
  standardAt(1, 0, end)
  addDifference(total, 1, start, end)
  return { terms, total }
}
