import type { ScaledData } from '../scaled-data.ts'
import { logOneMinusExp } from '../special/log-math.ts'
import { emptyExpansion, type Expansion } from './expansion.ts'
import { addJet, zeroJet, type Jet } from './jet.ts'

/** Beyond this e^-x adds nothing to 1, and its derivatives nothing to those of the rest. */
const NOTHING = 700

/** Writes the cumulative hazard H and its derivatives at a time into a jet. */
export type HazardAt = (time: number, logTime: number, jet: Jet) => void

/** Adds weight × ln(e^-near - e^-far) = weight × (-near + ln(1 - e^-(far - near))), near < far. */
function addDifference(sum: Jet, weight: number, near: Jet, far: Jet): void {
  addJet(sum, -weight, near)
  const rise = far.value - near.value
  if (rise > NOTHING) return
  const first = 1 / Math.expm1(rise)
  const second = -first * (1 + first)
  const d1 = far.d1 - near.d1
  const d2 = far.d2 - near.d2
  sum.value += weight * logOneMinusExp(rise)
  sum.d1 += weight * first * d1
  sum.d2 += weight * first * d2
  sum.d11 += weight * (first * (far.d11 - near.d11) + second * d1 * d1)
  sum.d12 += weight * (first * (far.d12 - near.d12) + second * d1 * d2)
  sum.d22 += weight * (first * (far.d22 - near.d22) + second * d2 * d2)
}

/**
 * The expansion of F(t) = 1 - e^-H(t), or with `falls` of F(t) = e^-H(t), whose H falls.
 *
 * @param logRates the sum of ln |H'(t)| over the exact times, which models have in closed form; it is added to
 */
export function hazardExpansion(
  { exact, intervals }: ScaledData,
  hazardAt: HazardAt,
  logRates: Jet,
  falls = false,
): Expansion {
  const { terms, total } = emptyExpansion()
  addJet(terms, 1, logRates)
  let start = zeroJet()
  let end = zeroJet()
  for (let index = 0; index < exact.values.length; index += 1) {
    hazardAt(exact.values[index] ?? 0, exact.logs[index] ?? 0, end)
    addJet(terms, -(exact.weights[index] ?? 0), end)
  }
  const add = (sum: Jet, weight: number) => {
    if (falls) addDifference(sum, weight, end, start)
    else addDifference(sum, weight, start, end)
  }
  let reached = -1
  for (let index = 0; index < intervals.length; index += 1) {
    const from = intervals.from[index] ?? 0
    if (from !== reached) hazardAt(from, intervals.logFrom[index] ?? 0, start)
    reached = intervals.to[index] ?? 1
    hazardAt(reached, intervals.logTo[index] ?? 0, end)
    add(terms, intervals.counts[index] ?? 0)
    const next = start
    start = end
    end = next
  }
  hazardAt(0, -Infinity, start)
  hazardAt(1, 0, end)
  add(total, 1)
  return { terms, total }
}
