import { expect, test } from 'vitest'
import { curveOfPeriods, scheduleMeasures } from '../../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../../analytics/evm/estimates.ts'
import { performanceIndices } from '../../../analytics/evm/indices.ts'
import { measureOf } from '../../../analytics/evm/measure.ts'
import { timeForecasts } from '../../../analytics/evm/time-forecasts.ts'
import { describeReference, readJson } from './reference-data.ts'

type Values = Record<string, number | null>
interface HandExamples {
  readonly basic?: { id: string; input: Values; expected: Values }[]
  readonly earned_schedule?: {
    id: string
    cumulative_pv_from_t0: number[]
    EV: number
    AT: number
    expected: Values
  }[]
  readonly edge_cases?: { id: string; input: Record<string, unknown>; expected: Record<string, unknown> }[]
}
const examples = readJson('hand_examples.json') as HandExamples

/** Compares what is expected by name; `null` must be exactly null. */
function expectValues(actual: Values, expected: Values) {
  for (const [name, value] of Object.entries(expected)) {
    if (value === null) expect(actual[name], name).toBeNull()
    else expect(actual[name], name).toBeCloseTo(value, 6)
  }
}

function moneyValues(values: Values): Values {
  const quantities = {
    budgetAtCompletion: values['BAC'] ?? 0,
    plannedValue: values['PV'] ?? 0,
    earnedValue: values['EV'] ?? 0,
    actualCost: values['AC'] ?? 0,
  }
  const indices = performanceIndices(quantities)
  const estimates = estimatesAtCompletion(quantities, 'NOT_STARTED')
  return {
    SV: indices.scheduleVariance,
    CV: indices.costVariance,
    SPI: indices.schedulePerformanceIndex,
    CPI: indices.costPerformanceIndex,
    SCI: indices.scheduleCostIndex,
    EAC_PF1: estimates.plannedRate,
    EAC_CPI: estimates.costIndex,
    EAC_SCI: estimates.scheduleCostIndex,
    ETC_CPI: indices.estimateToComplete,
    VAC_CPI: indices.varianceAtCompletion,
    TCPI_BAC: indices.toCompletePerformanceIndexBudget,
    TCPI_EAC_CPI: indices.toCompletePerformanceIndexEstimate,
    percent_complete: indices.percentComplete,
    percent_spent: indices.percentSpent,
  }
}

describeReference('hand examples: money', () => {
  const cases = [
    ...(examples.basic ?? []),
    ...(examples.edge_cases ?? []).filter(({ input }) => 'BAC' in input && 'PV' in input),
  ] as { id: string; input: Values; expected: Values }[]

  test.each(cases)('$id', ({ input, expected }) => {
    const { flag_only: flagOnly, ...values } = expected
    expectValues(moneyValues(input), values)
    if (flagOnly === undefined) return
    // More earned than there is: nothing can be forecast from it.
    expect(moneyValues(input)).toMatchObject({ EAC_PF1: null, EAC_CPI: null, TCPI_BAC: null })
  })

  test('loe_masking: SPI and SV are of discrete work only', () => {
    const example = examples.edge_cases?.find(({ id }) => id === 'loe_masking')
    const { discrete, loe } = example?.input as Record<'discrete' | 'loe', { PV: number; EV: number }>
    const total = {
      plannedValue: discrete.PV + loe.PV,
      earnedValue: discrete.EV + loe.EV,
      budgetAtCompletion: 400,
    }
    const work = { plannedValue: discrete.PV, earnedValue: discrete.EV, budgetAtCompletion: 200 }
    const indices = performanceIndices({ ...total, actualCost: 100, discrete: work })
    const masked = performanceIndices({ ...total, actualCost: 100 })
    expect(indices.schedulePerformanceIndex).toBeCloseTo(example?.expected['SPI_discrete'] as number, 9)
    expect(indices.scheduleVariance).toBe(example?.expected['SV_discrete'])
    expect(masked.schedulePerformanceIndex).toBe(example?.expected['SPI_total'])
  })

  test('negative_booking: credits stay in the cumulative cost', () => {
    const example = examples.edge_cases?.find(({ id }) => id === 'negative_booking')
    const periods = example?.input as { periods_AC: number[]; periods_EV: number[] }
    const expected = example?.expected as { cum_AC: number[]; cum_EV: number[]; CPI: number[] }
    const sums = (values: number[]) => values.map((_, k) => values.slice(0, k + 1).reduce((a, b) => a + b, 0))
    expect(sums(periods.periods_AC)).toEqual(expected.cum_AC)
    expected.CPI.forEach((cpi, k) => {
      const [earnedValue, actualCost] = [sums(periods.periods_EV)[k]!, sums(periods.periods_AC)[k]!]
      const quantities = { budgetAtCompletion: 1000, plannedValue: 300, earnedValue, actualCost }
      expect(performanceIndices(quantities).costPerformanceIndex).toBeCloseTo(cpi, 9)
    })
  })
})

describeReference('hand examples: earned schedule', () => {
  test.each(examples.earned_schedule ?? [])(
    '$id',
    ({ cumulative_pv_from_t0: cumulative, EV, AT, expected }) => {
      const curve = curveOfPeriods(cumulative)
      const schedule = scheduleMeasures({
        curve,
        earnedValue: EV,
        elapsed: AT,
        costPerformanceIndex: 'NO_ACTUAL_COST',
      })
      const forecasts = timeForecasts({
        plannedDuration: measureOf(schedule, 'plannedDuration'),
        actualTime: measureOf(schedule, 'actualTime'),
        earnedSchedule: measureOf(schedule, 'earnedSchedule'),
        budgetAtCompletion: cumulative.at(-1)!,
        scheduleVariance: 'NO_PLANNED_VALUE',
        schedulePerformanceIndex: 'NO_PLANNED_VALUE',
        costPerformanceIndex: 'NO_ACTUAL_COST',
        schedulePerformanceIndexTime: measureOf(schedule, 'schedulePerformanceIndexTime'),
      })
      expectValues(
        {
          ES: schedule.earnedSchedule,
          PD: schedule.plannedDuration,
          SV_t: schedule.scheduleVarianceTime,
          SPI_t: schedule.schedulePerformanceIndexTime,
          IEAC_t: forecasts.earnedSchedule.timeIndex,
          IEAC_t_PF1: forecasts.earnedSchedule.plannedRate,
        },
        expected,
      )
    },
  )
})
