import { describe, expect, test } from 'vitest'
import {
  curveOfPeriods,
  earnedSchedule,
  scheduleMeasures,
  toCompleteSchedulePerformance,
} from '../../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../../analytics/evm/estimates.ts'
import { performanceIndices, toCompletePerformance } from '../../../analytics/evm/indices.ts'

const quantities = (bac: number, pv: number, ev: number, ac: number | null) => ({
  budgetAtCompletion: bac,
  plannedValue: pv,
  earnedValue: ev,
  actualCost: ac,
})

describe('the edge cases of earned value, row by row', () => {
  test('AC = 0: CPI and EAC(CPI) are not measurable, TCPI(BAC) is', () => {
    const indices = performanceIndices(quantities(1000, 100, 50, 0))
    expect(indices.costPerformanceIndex).toBeNull()
    expect(indices.notMeasurable.costPerformanceIndex).toBe('NO_ACTUAL_COST')
    expect(indices.toCompletePerformanceIndexBudget).toBe(0.95)
    const estimates = estimatesAtCompletion(quantities(1000, 100, 50, 0), 0.5)
    expect(estimates).toMatchObject({ plannedRate: 950, costIndex: null, composite: null })
    expect(estimates.notMeasurable.costIndex).toBe('NO_ACTUAL_COST')
  })

  test('PV = 0: SPI is not measurable, SV = EV', () => {
    const indices = performanceIndices(quantities(1000, 0, 50, 40))
    expect(indices).toMatchObject({
      scheduleVariance: 50,
      schedulePerformanceIndex: null,
      costPerformanceIndex: 1.25,
    })
    expect(indices.notMeasurable.schedulePerformanceIndex).toBe('NO_PLANNED_VALUE')
    expect(indices.notMeasurable.scheduleVarianceRatio).toBe('NO_PLANNED_VALUE')
  })

  test('EV = 0 with AC > 0: CPI = 0, EAC(CPI) is not measurable, EAC(PF=1) = AC + BAC', () => {
    const indices = performanceIndices(quantities(1000, 100, 0, 40))
    expect(indices).toMatchObject({
      costPerformanceIndex: 0,
      schedulePerformanceIndex: 0,
      estimateToComplete: null,
    })
    const estimates = estimatesAtCompletion(quantities(1000, 100, 0, 40), 0)
    expect(estimates).toMatchObject({
      plannedRate: 1040,
      costIndex: null,
      scheduleIndex: null,
      timeIndex: null,
    })
    expect(estimates.notMeasurable.costIndex).toBe('NO_EARNED_VALUE')
  })

  test.each([0, -3])('AT = %d: ES = 0, SPI(t) is not measurable, not started', (elapsed) => {
    const schedule = scheduleMeasures({
      curve: curveOfPeriods([0, 1, 2]),
      earnedValue: 1,
      elapsed,
      costPerformanceIndex: 1,
    })
    expect(schedule).toMatchObject({ earnedSchedule: 0, actualTime: 0, schedulePerformanceIndexTime: null })
    expect(schedule.notMeasurable.schedulePerformanceIndexTime).toBe('NOT_STARTED')
  })

  test('AC >= BAC with work left: TCPI(BAC) is not measurable, budget not attainable', () => {
    for (const spent of [1000, 1100]) {
      const indices = performanceIndices(quantities(1000, 900, 800, spent))
      expect(indices.toCompletePerformanceIndexBudget).toBeNull()
      expect(indices.notMeasurable.toCompletePerformanceIndexBudget).toBe('BUDGET_NOT_ATTAINABLE')
    }
  })

  test('EV = BAC: every EAC = AC, ETC = 0, TCPI is not measurable', () => {
    const done = quantities(1000, 1000, 1000, 1250)
    const { notMeasurable, ...estimates } = estimatesAtCompletion(done, 0.7)
    expect(new Set(Object.values(estimates))).toEqual(new Set([1250]))
    expect(notMeasurable).toEqual({})
    const indices = performanceIndices(done)
    expect(indices).toMatchObject({ estimateToComplete: 0, varianceAtCompletion: -250 })
    expect(indices).toMatchObject({ toCompletePerformanceIndexBudget: null, schedulePerformanceIndex: 1 })
    expect(indices.notMeasurable.toCompletePerformanceIndexEstimate).toBe('COMPLETE')
  })

  test('after the planned finish AT goes on and SPI(t) stays valid; TSPI is not', () => {
    const schedule = scheduleMeasures({
      curve: curveOfPeriods([0, 1, 2, 3, 4]),
      earnedValue: 3,
      elapsed: 6,
      costPerformanceIndex: 0.8,
    })
    expect(schedule).toMatchObject({ schedulePerformanceIndexTime: 0.5, scheduleVarianceTime: -3 })
    expect(schedule.notMeasurable.toCompleteSchedulePerformanceIndex).toBe('FINISH_NOT_ATTAINABLE')
  })

  test('EV > BAC: a data error, nothing is forecast', () => {
    const above = quantities(1000, 1000, 1100, 1000)
    expect(performanceIndices(above).notMeasurable.estimateToComplete).toBe('EARNED_ABOVE_BUDGET')
    const { notMeasurable, ...estimates } = estimatesAtCompletion(above, 1)
    expect(new Set(Object.values(estimates))).toEqual(new Set([null]))
    expect(new Set(Object.values(notMeasurable))).toEqual(new Set(['EARNED_ABOVE_BUDGET']))
  })

  test('an empty baseline: everything is not measurable, never SPI = 1', () => {
    const { notMeasurable, ...indices } = performanceIndices(quantities(0, 0, 0, 10))
    expect(new Set(Object.values(indices))).toEqual(new Set([null]))
    expect(new Set(Object.values(notMeasurable))).toEqual(new Set(['NO_BASELINE']))
    expect(Object.keys(notMeasurable).sort()).toEqual(Object.keys(indices).sort())
  })

  test('costs in mixed units: what needs AC is not measurable, the schedule is', () => {
    const indices = performanceIndices(quantities(1000, 100, 50, null))
    expect(indices).toMatchObject({ schedulePerformanceIndex: 0.5, costVariance: null, percentSpent: null })
    expect(indices.notMeasurable.costPerformanceIndex).toBe('UNIT_MIX')
  })

  test.each([
    ['plannedValue', quantities(10, Number.NaN, 1, 1)],
    ['earnedValue', quantities(10, 1, -1, 1)],
    ['budgetAtCompletion', quantities(Infinity, 1, 1, 1)],
    ['actualCost', quantities(10, 1, 1, Number.NaN)],
  ])('a quantity that is none is refused: %s', (name, wrong) => {
    expect(() => performanceIndices(wrong)).toThrow(new RegExp(`performanceIndices: ${name} must be`))
  })
})

test('EV = 0 gives ES = 0 also when the curve starts with empty periods', () => {
  expect(earnedSchedule(curveOfPeriods([0, 0, 0, 5]), 0)).toBe(0)
  expect(earnedSchedule(curveOfPeriods([0, 0, 0, 5]), 2.5)).toBe(2.5)
})

test('EV = BAC gives the first time the budget is planned, not the end of a flat tail', () => {
  expect(earnedSchedule(curveOfPeriods([0, 3, 5, 5, 5]), 5)).toBe(2)
})

test('TCPI to the manager’s own estimate', () => {
  const now = quantities(1000, 500, 400, 500)
  expect(toCompletePerformance(now, { estimate: 1300 })).toBe(0.75)
  expect(toCompletePerformance(now, { estimate: 450 })).toBe('ESTIMATE_NOT_ATTAINABLE')
  expect(toCompletePerformance(quantities(0, 0, 0, 0), { estimate: 450 })).toBe('NO_BASELINE')
})

test('TSPI to a later finish', () => {
  const time = { plannedDuration: 10, earnedSchedule: 4, actualTime: 8 }
  expect(toCompleteSchedulePerformance(time, 10)).toBe(3)
  expect(toCompleteSchedulePerformance(time, 14)).toBe(1)
  expect(toCompleteSchedulePerformance({ ...time, earnedSchedule: 10 }, 10)).toBe('COMPLETE')
})

test('SV% is of discrete work, like SV', () => {
  const discrete = { plannedValue: 60, earnedValue: 40, budgetAtCompletion: 200 }
  const indices = performanceIndices({ ...quantities(400, 160, 140, 100), discrete })
  expect(indices.scheduleVarianceRatio).toBeCloseTo(-1 / 3, 12)
})
