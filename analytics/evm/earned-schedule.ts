import { partitionPoint } from '../calendar/partition-point.ts'
import { map, measured, ratio, type Measure, type Measured } from './measure.ts'

/** One point of a cumulative PV curve. */
export interface CurvePoint {
  /** Time since the plan's start, in periods or working days. */
  readonly time: number
  /** Cumulative PV at that time. */
  readonly plannedValue: number
}

/**
 * A cumulative PV curve from (0, 0), both coordinates never decreasing. Two points of one time are a step in
 * no working time, such as work planned on a day off.
 */
export type PlannedValueCurve = readonly CurvePoint[]

/** Values equal within this share of the budget are one value: PV and EV are sums of products. */
const TOLERANCE = 1e-9

/**
 * A curve of consecutive periods 0, 1, 2, … from the cumulative PV at the end of each.
 *
 * @example
 * curveOfPeriods([0, 1, 2, 2, 3, 5]) // a plateau in the third period, PD = 5
 */
export function curveOfPeriods(cumulative: readonly number[]): PlannedValueCurve {
  return cumulative.map((plannedValue, time) => ({ time, plannedValue }))
}

const budgetOf = (curve: PlannedValueCurve): number => curve.at(-1)?.plannedValue ?? 0

/**
 * PD: the first time at which the whole budget is planned, not the end of a flat tail. 0 for an empty curve.
 */
export function plannedDuration(curve: PlannedValueCurve): number {
  const all = budgetOf(curve) * (1 - TOLERANCE)
  return curve[partitionPoint(curve, (point) => point.plannedValue < all)]?.time ?? 0
}

/**
 * Earned schedule (Lipke): the time at which the plan would have earned what is earned now.
 *
 * ES = C + (EV - PV_C) / (PV_{C+1} - PV_C), with C the last point whose PV <= EV, so that on a plateau the
 * work stands at its end. EV >= BAC gives PD, EV = 0 gives 0 even if the curve starts with empty periods.
 *
 * @throws {RangeError} when EV is negative or not finite
 * @example
 * earnedSchedule(curveOfPeriods([0, 1, 2, 2, 3, 5]), 2.5) // 3.5
 */
export function earnedSchedule(curve: PlannedValueCurve, earnedValue: number): number {
  if (!Number.isFinite(earnedValue) || earnedValue < 0) {
    throw new RangeError(
      `earnedSchedule: earnedValue must be a finite number of at least 0, got ${earnedValue}`,
    )
  }
  const budget = budgetOf(curve)
  const slack = budget * TOLERANCE
  if (earnedValue === 0) return 0
  if (earnedValue >= budget - slack) return plannedDuration(curve)
  const reached = partitionPoint(curve, (point) => point.plannedValue <= earnedValue + slack)
  const [last, next] = [curve[reached - 1], curve[reached]]
  if (last === undefined || next === undefined) return 0
  const share = (earnedValue - last.plannedValue) / (next.plannedValue - last.plannedValue)
  return last.time + (next.time - last.time) * Math.max(0, share)
}

export interface ScheduleInput {
  readonly curve: PlannedValueCurve
  readonly earnedValue: number
  /** Time from the plan's start to the status date, in the curve's unit; below 0 counts as 0. */
  readonly elapsed: number
  /** When the work was complete: AT stands still from then on, or SPI(t) would keep falling. */
  readonly completedAt?: number | null
  readonly costPerformanceIndex: Measure
  /** Why there is no curve to measure against, when its budget is zero. */
  readonly whenEmpty?: 'NO_BASELINE' | 'NO_DISCRETE_WORK'
}

type ScheduleName =
  | 'actualTime'
  | 'plannedDuration'
  | 'earnedSchedule'
  | 'scheduleVarianceTime'
  | 'schedulePerformanceIndexTime'
  | 'scheduleCostIndexTime'
  | 'toCompleteSchedulePerformanceIndex'

/** Schedule performance in time, in the curve's unit. */
export type ScheduleMeasures = Measured<ScheduleName>

/**
 * TSPI = (PD - ES) / (target - AT): the schedule efficiency the rest needs to finish at the target time, which
 * is PD or a later estimate of duration. Above 1.10 recovery is not plausible.
 *
 * @see Lipke, Measurable News 2016
 */
export function toCompleteSchedulePerformance(
  time: { readonly plannedDuration: number; readonly earnedSchedule: number; readonly actualTime: number },
  target: number,
): Measure {
  const left = time.plannedDuration - time.earnedSchedule
  if (left <= 0) return 'COMPLETE'
  return ratio(left, target - time.actualTime, 'FINISH_NOT_ATTAINABLE')
}

/**
 * Earned schedule measures: SV(t) = ES - AT, SPI(t) = ES / AT, SCI(t) = SPI(t) * CPI, TSPI to the planned
 * finish. They keep telling a delay after the planned finish, where SV -> 0 and SPI -> 1.
 *
 * Before the plan's start (AT <= 0) ES = 0 and SPI(t) is not measurable.
 *
 * @see Lipke, Schedule is Different (2003); Earned Schedule (2009)
 * @throws {RangeError} when EV is negative, or a time is not finite
 */
export function scheduleMeasures(input: ScheduleInput): ScheduleMeasures {
  const { curve, earnedValue, elapsed, completedAt, costPerformanceIndex } = input
  if (!Number.isFinite(elapsed))
    throw new RangeError(`scheduleMeasures: elapsed must be finite, got ${elapsed}`)
  const duration = plannedDuration(curve)
  const empty = budgetOf(curve) === 0 ? (input.whenEmpty ?? 'NO_BASELINE') : null
  const actualTime = Math.max(0, Math.min(elapsed, completedAt ?? elapsed))
  const earned = actualTime === 0 ? 0 : earnedSchedule(curve, earnedValue)
  const index = empty ?? ratio(earned, actualTime, 'NOT_STARTED')
  const times = { plannedDuration: duration, earnedSchedule: earned, actualTime }
  return measured({
    actualTime: empty ?? actualTime,
    plannedDuration: empty ?? duration,
    earnedSchedule: empty ?? earned,
    scheduleVarianceTime: empty ?? earned - actualTime,
    schedulePerformanceIndexTime: index,
    scheduleCostIndexTime: map(index, (spi) => map(costPerformanceIndex, (cpi) => spi * cpi)),
    toCompleteSchedulePerformanceIndex: empty ?? toCompleteSchedulePerformance(times, duration),
  })
}
