import type { ScaledData } from '../scaled-data.ts'
import { emptyExpansion, type Expansion } from './expansion.ts'
import { addIntervals, addLogOfRise, type JetAt } from './intervals.ts'
import { addJet, type Jet, zeroJet } from './jet.ts'

/** Adds weight × ln(e^-near - e^-far) = weight × (-near + ln(1 - e^-(far - near))), near < far. */
function addDifference(sum: Jet, weight: number, near: Jet, far: Jet): void {
  addJet(sum, -weight, near)
  addLogOfRise(sum, weight, near, far)
}

/**
 * The expansion of F(t) = 1 - e^-H(t), or with `falls` of F(t) = e^-H(t), whose H falls.
 *
 * @param hazardAt writes the cumulative hazard H
 * @param logRates the sum of ln |H'(t)| over the exact times, which models have in closed form; it is added to
 */
export function hazardExpansion(data: ScaledData, hazardAt: JetAt, logRates: Jet, falls = false): Expansion {
  const expansion = emptyExpansion()
  addJet(expansion.terms, 1, logRates)
  const { exact } = data
  const hazard = zeroJet()
  for (let index = 0; index < exact.values.length; index += 1) {
    hazardAt(exact.values[index] ?? 0, exact.logs[index] ?? 0, hazard)
    addJet(expansion.terms, -(exact.weights[index] ?? 0), hazard)
  }
  addIntervals(expansion, data, hazardAt, (sum, weight, start, end) => {
    if (falls) addDifference(sum, weight, end, start)
    else addDifference(sum, weight, start, end)
  })
  return expansion
}
