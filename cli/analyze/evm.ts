import {
  scheduleMeasures,
  type CurvePoint,
  type PlannedValueCurve,
} from '../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../analytics/evm/estimates.ts'
import type { FindingCode } from '../../schemas/indicators.ts'
import { performanceIndices } from '../../analytics/evm/indices.ts'
import { measureOf } from '../../analytics/evm/measure.ts'
import { isEarned, isEarnedAboveBudget, type BaseQuantities } from '../../analytics/evm/quantities.ts'
import { timeForecasts } from '../../analytics/evm/time-forecasts.ts'
import { shortNames } from '../../api/render/earned-value.ts'
import { evmRows, type EvmRow } from './evm-rows.ts'

type Value = number | null

/** One period of the output of `kanmon analyze evm`. Field names are those usual in the field. */
export interface AnalyzedPeriod {
  readonly period: number | string
  readonly pv: number
  readonly ev: number
  readonly ac: number
  readonly bac: number
  readonly sv: Value
  readonly cv: Value
  readonly spi: Value
  readonly cpi: Value
  readonly sci: Value
  /** Ratios: 0.35 is 35 %. */
  readonly percentComplete: Value
  readonly percentSpent: Value
  /** Times in the file's periods, or in working days. */
  readonly es: Value
  readonly svT: Value
  readonly spiT: Value
  readonly sciT: Value
  readonly tspi: Value
  readonly eac: Readonly<
    Record<'pf1' | 'cpi' | 'spi' | 'sci' | 'composite' | 'spiT' | 'sciT' | 'compositeT', Value>
  >
  /** ETC, VAC and TCPI(EAC) belong to EAC(CPI). */
  readonly etc: Value
  readonly vac: Value
  readonly tcpiBac: Value
  readonly tcpiEac: Value
  readonly ieacT: {
    readonly pv: Readonly<Record<'pf1' | 'spi' | 'sci', Value>>
    readonly ed: Readonly<Record<'pf1' | 'spi' | 'sci', Value>>
    readonly es: Readonly<Record<'pf1' | 'spiT' | 'sciT', Value>>
  }
  readonly findings: readonly FindingCode[]
}

type StatusRow = EvmRow & { readonly status: NonNullable<EvmRow['status']> }

const hasStatus = (row: EvmRow): row is StatusRow => row.status !== null

function findingsOf(quantities: BaseQuantities, previous: BaseQuantities | undefined): FindingCode[] {
  const { plannedValue, earnedValue, budgetAtCompletion, actualCost } = quantities
  if (budgetAtCompletion === 0) return ['NO_BASELINE']
  const cost = actualCost ?? 0
  const growth = cost - (previous?.actualCost ?? 0)
  const same = previous?.earnedValue === earnedValue
  const open = earnedValue > 0 && !isEarned(quantities)
  const found: Partial<Record<FindingCode, boolean>> = {
    EV_ABOVE_BAC: isEarnedAboveBudget(quantities),
    EV_WITHOUT_AC: earnedValue > 0 && cost === 0,
    AC_WITHOUT_EV: earnedValue === 0 && cost > 0,
    AC_AFTER_COMPLETE: previous !== undefined && isEarned(previous) && isEarned(quantities) && growth > 0,
    PCT_STUCK: same && open && growth > 0,
    EV_DECREASED: earnedValue < (previous?.earnedValue ?? 0),
    BUDGET_NOT_ATTAINABLE: cost >= budgetAtCompletion && !isEarned(quantities),
    EV_BEFORE_START: plannedValue === 0 && earnedValue > 0,
    NEGATIVE_COST: growth < 0,
  }
  return (Object.keys(found) as FindingCode[]).filter((code) => found[code] === true)
}

/** For each row when the work that is complete there became so, or null: AT stands still from then on. */
function completions(
  quantities: readonly BaseQuantities[],
  times: readonly number[],
): readonly (number | null)[] {
  let completedAt: number | null = null
  return quantities.map((at, index) => {
    completedAt = isEarned(at) ? (completedAt ?? times[index] ?? null) : null
    return completedAt
  })
}

function curveOf(rows: readonly EvmRow[]): PlannedValueCurve {
  const points: readonly CurvePoint[] = rows
  return points[0]?.time === 0 ? points : [{ time: 0, plannedValue: 0 }, ...points]
}

function analyzePeriod(
  row: StatusRow,
  curve: PlannedValueCurve,
  completed: number | null,
  quantities: BaseQuantities,
  findings: readonly FindingCode[],
): AnalyzedPeriod {
  const indices = performanceIndices(quantities)
  const schedule = scheduleMeasures({
    curve,
    earnedValue: quantities.earnedValue,
    elapsed: row.time,
    completedAt: completed,
    costPerformanceIndex: measureOf(indices, 'costPerformanceIndex'),
  })
  const eac = estimatesAtCompletion(quantities, measureOf(schedule, 'schedulePerformanceIndexTime'))
  const times = timeForecasts({
    plannedDuration: measureOf(schedule, 'plannedDuration'),
    actualTime: measureOf(schedule, 'actualTime'),
    earnedSchedule: measureOf(schedule, 'earnedSchedule'),
    budgetAtCompletion: quantities.budgetAtCompletion,
    scheduleVariance: measureOf(indices, 'scheduleVariance'),
    schedulePerformanceIndex: measureOf(indices, 'schedulePerformanceIndex'),
    costPerformanceIndex: measureOf(indices, 'costPerformanceIndex'),
    schedulePerformanceIndexTime: measureOf(schedule, 'schedulePerformanceIndexTime'),
  })
  return {
    period: row.period,
    pv: row.plannedValue,
    ev: row.status.earnedValue,
    ac: row.status.actualCost,
    bac: quantities.budgetAtCompletion,
    ...shortNames({ indices, schedule, estimatesAtCompletion: eac, timeForecasts: times }),
    findings,
  }
}

/**
 * Earned value of every period of a CSV file that has a status.
 *
 * Columns `period,pv,ev,ac`, cumulative, `#` comment lines; a row with empty ev and ac is plan without a status,
 * BAC is the last pv, and the plan starts at period 0 with PV 0. Numeric periods are times and may leave gaps;
 * other periods are labels, and the rows count 1, 2, 3, …. Of all that is not measurable the value is `null`.
 * AT stands still from the period in which EV = BAC.
 *
 * With `calendar` the columns are `date,pv,ev,ac` and times are working days (Monday to Friday, 8 h). The first
 * row is the plan's start and has PV 0; a date without a time is its 08:00, the end of the working day before.
 *
 * @throws {AnalyzeError} naming line and column of what is wrong with the file
 * @example
 * analyzeEvm('period,pv,ev,ac\n1,100,90,95\n2,200,,\n') // one period, spi 0.9, bac 200
 */
export function analyzeEvm(text: string, options: { readonly calendar?: boolean } = {}): AnalyzedPeriod[] {
  const rows = evmRows(text, options.calendar === true)
  const budget = rows.at(-1)?.plannedValue ?? 0
  const curve = curveOf(rows)
  const statuses = rows.filter(hasStatus)
  const quantities = statuses.map((row): BaseQuantities => ({
    plannedValue: row.plannedValue,
    budgetAtCompletion: budget,
    ...row.status,
  }))
  const completed = completions(
    quantities,
    statuses.map((row) => row.time),
  )
  return statuses.flatMap((row, index) => {
    const now = quantities[index]
    if (now === undefined) return []
    return [analyzePeriod(row, curve, completed[index] ?? null, now, findingsOf(now, quantities[index - 1]))]
  })
}
