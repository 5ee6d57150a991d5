import type { ScaledData } from '../scaled-data.ts'
import { emptyExpansion, type Expansion } from './expansion.ts'
import { addIntervals, addLogOfRise, type JetAt } from './intervals.ts'
import { addFunctionOf, addJet, type Jet, zeroJet } from './jet.ts'

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
  addLogOfRise(sum, weight, from, to)
}

/**
 * The expansion of a logistic distribution function of z(t).
 *
 * @param standardAt writes z; z(0) may be -Infinity, its derivatives are then not read
 * @param logRates the sum of ln z'(t) over the exact times
 */
export function logisticExpansion(data: ScaledData, standardAt: JetAt, logRates: Jet): Expansion {
  const expansion = emptyExpansion()
  addJet(expansion.terms, 1, logRates)
  const { exact } = data
  const z = zeroJet()
  for (let index = 0; index < exact.values.length; index += 1) {
    standardAt(exact.values[index] ?? 0, exact.logs[index] ?? 0, z)
    const sigma = logistic(z.value)
    const log = z.value - 2 * softplusBy(z.value, sigma)
    addFunctionOf(expansion.terms, exact.weights[index] ?? 0, z, log, 1 - 2 * sigma, -2 * sigma * (1 - sigma))
  }
  addIntervals(expansion, data, standardAt, addDifference)
  return expansion
}
