import { map, map2, measured, type Measure, type Measured } from './measure.ts'

/** What the nine forecasts of the total duration are computed from. Times since the plan's start. */
export interface TimeForecastInput {
  /** PD */
  readonly plannedDuration: Measure
  /** AT, frozen at the actual completion */
  readonly actualTime: Measure
  /** ES */
  readonly earnedSchedule: Measure
  /** BAC of the work that the schedule is judged by */
  readonly budgetAtCompletion: number
  /** SV in the unit of cost */
  readonly scheduleVariance: Measure
  readonly schedulePerformanceIndex: Measure
  readonly costPerformanceIndex: Measure
  readonly schedulePerformanceIndexTime: Measure
}

/** Forecasts of the total duration, IEAC(t), by the performance factor of the remaining work. */
export interface TimeForecasts {
  /** Planned value method: PF = 1, SPI, SCI. */
  readonly plannedValue: Measured<'plannedRate' | 'scheduleIndex' | 'scheduleCostIndex'>
  /** Earned duration method: PF = 1, SPI, SCI. */
  readonly earnedDuration: Measured<'plannedRate' | 'scheduleIndex' | 'scheduleCostIndex'>
  /** Earned schedule method: PF = 1, SPI(t), SCI(t). */
  readonly earnedSchedule: Measured<'plannedRate' | 'timeIndex' | 'timeCostIndex'>
}

/** value / factor; a factor of zero means that nothing was earned and no end can be forecast. */
function over(value: Measure, factor: Measure): Measure {
  return map2(value, factor, (v, f) => (f > 0 ? v / f : 'NO_EARNED_VALUE'))
}

/** a + b, where both are measurable. */
const plus = (a: Measure, b: Measure): Measure => map2(a, b, (x, y) => x + y)

/**
 * The nine forecasts of the total duration.
 *
 * ```
 * planned value (Anbari):  TV = SV / (BAC / PD)   PD - TV | PD / SPI | PD / SCI
 * earned duration (Jacob): ED = AT * SPI          AT + (max(PD, AT) - ED) / PF, PF = 1 | SPI | SCI
 * earned schedule (Lipke):                        AT + (PD - ES) / PF,          PF = 1 | SPI(t) | SCI(t)
 * ```
 * PD / SPI(t) is the earned schedule method with PF = SPI(t). SPI(t) = 0 gives no forecast, never Infinity.
 *
 * @see Vandevoorde & Vanhoucke, Int. J. Project Management 24 (2006) 289-302
 */
export function timeForecasts(input: TimeForecastInput): TimeForecasts {
  const { plannedDuration: planned, actualTime, earnedSchedule, budgetAtCompletion } = input
  const {
    schedulePerformanceIndex: spi,
    costPerformanceIndex: cpi,
    schedulePerformanceIndexTime: spiTime,
  } = input
  const sci = map2(spi, cpi, (s, c) => s * c)
  const sciTime = map2(spiTime, cpi, (s, c) => s * c)
  const timeVariance = map2(input.scheduleVariance, planned, (sv, pd) => (sv * pd) / budgetAtCompletion)
  const earnedDuration = map2(actualTime, spi, (at, index) => at * index)
  const leftByDuration = map2(planned, actualTime, (pd, at) =>
    map(earnedDuration, (earned) => Math.max(pd, at) - earned),
  )
  const leftBySchedule = map2(planned, earnedSchedule, (pd, es) => pd - es)
  return {
    plannedValue: measured({
      plannedRate: map2(planned, timeVariance, (pd, tv) => pd - tv),
      scheduleIndex: over(planned, spi),
      scheduleCostIndex: over(planned, sci),
    }),
    earnedDuration: measured({
      plannedRate: plus(actualTime, leftByDuration),
      scheduleIndex: plus(actualTime, over(leftByDuration, spi)),
      scheduleCostIndex: plus(actualTime, over(leftByDuration, sci)),
    }),
    earnedSchedule: measured({
      plannedRate: plus(actualTime, leftBySchedule),
      timeIndex: plus(actualTime, over(leftBySchedule, spiTime)),
      timeCostIndex: plus(actualTime, over(leftBySchedule, sciTime)),
    }),
  }
}
