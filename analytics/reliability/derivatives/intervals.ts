import type { ScaledData } from '../scaled-data.ts'
import { logOneMinusExp } from '../special/log-math.ts'
import type { Expansion } from './expansion.ts'
import { type Jet, zeroJet } from './jet.ts'

/** Beyond this e^-x adds nothing to 1, and its derivatives nothing to those of the rest. */
const NOTHING = 700

/** Writes a function of time and its derivatives by theta into a jet. */
export type JetAt = (time: number, logTime: number, jet: Jet) => void

/** Adds weight × ln(L(end) - L(start)), given what a family knows of either end. */
type AddDifference = (sum: Jet, weight: number, start: Jet, end: Jet) => void

/** Adds weight × ln(1 - e^-(far - near)), near < far. */
export function addLogOfRise(sum: Jet, weight: number, near: Jet, far: Jet): void {
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

/** Adds the counted intervals to the terms and the whole observation to the total. An end is reckoned once for both its intervals. */
export function addIntervals(
  { terms, total }: Expansion,
  { intervals }: ScaledData,
  at: JetAt,
  add: AddDifference,
): void {
  let start = zeroJet()
  let end = zeroJet()
  let reached = -1
  for (let index = 0; index < intervals.length; index += 1) {
    const from = intervals.from[index] ?? 0
    if (from !== reached) at(from, intervals.logFrom[index] ?? 0, start)
    reached = intervals.to[index] ?? 1
    at(reached, intervals.logTo[index] ?? 0, end)
    add(terms, intervals.counts[index] ?? 0, start, end)
    const next = start
    start = end
    end = next
  }
  at(0, -Infinity, start)
  at(1, 0, end)
  add(total, 1, start, end)
}
