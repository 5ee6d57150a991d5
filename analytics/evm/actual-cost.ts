import type { CostBooked } from '../../schemas/facts/plan.ts'
import { toEpochDay, type CivilDate, type EpochDay } from '../calendar/civil-date.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { ExactSum } from './exact-sum.ts'

/** Bookings of one package in a unit that is not the project's unit of cost. */
export interface UnitMix {
  readonly workPackage: string
  readonly unit: string
  readonly costUnit: string
  readonly bookings: number
}

/** AC by a date. A sum over mixed units is refused: it is `null`, and `mixed` names the units. */
export interface ActualCost {
  readonly total: number | null
  readonly byWorkPackage: ReadonlyMap<string, number | null>
  readonly mixed: readonly UnitMix[]
}

/** Cumulative AC at the end of a day on which something was booked. */
export interface CostPoint {
  readonly day: EpochDay
  readonly actualCost: number | null
}

const isMixed = (booking: CostBooked, costUnit: string): boolean =>
  booking.unit !== undefined && booking.unit !== costUnit

/**
 * AC: the sum of all bookings dated by the status date, credits (negative amounts) included. Hours and money do
 * not add up: one booking in another unit makes the package's and the total AC `null`.
 *
 * @param bookings one per natural key; retracted ones do not count
 * @example
 * actualCost(bookings, '2026-11-22', 'hours') // { total: 310, byWorkPackage: Map { 'A' => 310 }, mixed: [] }
 */
export function actualCost(
  bookings: readonly CostBooked[],
  statusDate: CivilDate,
  costUnit: string,
): ActualCost {
  const total = new ExactSum()
  const sums = new Map<string, ExactSum>()
  const mixes = new Map<string, UnitMix>()
  for (const booking of bookings) {
    const { workPackage, date, amount, unit, retracted } = booking
    if (retracted === true || date > statusDate) continue
    if (unit !== undefined && isMixed(booking, costUnit)) {
      const key = JSON.stringify([workPackage, unit])
      mixes.set(key, { workPackage, unit, costUnit, bookings: (mixes.get(key)?.bookings ?? 0) + 1 })
      continue
    }
    const sum = sums.get(workPackage) ?? new ExactSum()
    sums.set(workPackage, sum)
    sum.add(amount)
    total.add(amount)
  }
  const byWorkPackage = new Map<string, number | null>([...sums].map(([id, sum]) => [id, sum.value]))
  for (const { workPackage } of mixes.values()) byWorkPackage.set(workPackage, null)
  const mixed = [...mixes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, mix]) => mix)
  return { total: mixed.length > 0 ? null : total.value, byWorkPackage, mixed }
}

/** AC as a curve over the days with bookings, `null` from the first booking in another unit. O(n + d log d). */
export function actualCostCurve(bookings: readonly CostBooked[], costUnit: string): readonly CostPoint[] {
  const byDate = new Map<CivilDate, { readonly amounts: number[]; mixed: boolean }>()
  for (const booking of bookings) {
    if (booking.retracted === true) continue
    const date = byDate.get(booking.date) ?? { amounts: [], mixed: false }
    byDate.set(booking.date, date)
    if (isMixed(booking, costUnit)) date.mixed = true
    else date.amounts.push(booking.amount)
  }
  const sum = new ExactSum()
  let refused = false
  return [...byDate]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, { amounts, mixed }]) => {
      for (const amount of amounts) sum.add(amount)
      refused ||= mixed
      return { day: toEpochDay(date), actualCost: refused ? null : sum.value }
    })
}

/** AC at the end of a day; 0 before the first booking. */
export function actualCostOn(curve: readonly CostPoint[], day: EpochDay): number | null {
  const point = curve[partitionPoint(curve, (candidate) => candidate.day <= day) - 1]
  return point === undefined ? 0 : point.actualCost
}
