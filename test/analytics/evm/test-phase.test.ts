import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { testPhaseStatuses } from '../../../analytics/evm/test-phase.ts'
import type { CostBooked, TestsReported, WorkPackage } from '../../../schemas/facts/plan.ts'
import type { Phase } from '../../../schemas/facts/project.ts'
import { cost, input, pack, plan, weekdays } from './plan-facts.ts'

/** Ten working days of system test from Monday 1 June. */
const phase: Phase = {
  id: 'st',
  kind: 'system-test',
  plannedStart: '2026-06-01',
  plannedFinish: '2026-06-12',
}
const coding: Phase = { ...phase, id: 'code', kind: 'coding' }
const cases = (asOf: string, fields: Partial<TestsReported> = {}): TestsReported => ({
  phase: 'st',
  asOf,
  planned: 200,
  executed: 90,
  passed: 60,
  failed: 20,
  blocked: 10,
  ...fields,
})
const units = (id: string, fields: Partial<WorkPackage> = {}) =>
  pack(id, { phase: 'st', method: 'units', unitsPlanned: 100, ...fields })

function measure(
  tests: TestsReported[],
  packages: WorkPackage[],
  statusDate = '2026-06-05',
  rest: { costUnit?: string; costs?: CostBooked[] } = {},
) {
  const { costUnit = 'hours', costs = [] } = rest
  const { workPackages } = earnedValueStatus(
    input({ baselines: [plan(packages)], costs, costUnit, statusDate }),
  )
  return testPhaseStatuses({
    phases: [coding, phase],
    tests,
    workPackages,
    costUnit,
    calendar: weekdays,
    statusDate,
  })
}
const first = (...args: Parameters<typeof measure>) => measure(...args)[0]!

describe('by the number of cases', () => {
  test('PV spreads the planned cases over the working days, EV is what passed', () => {
    // Five of ten days: PV = 100 of 200. 90 executed, but only 60 passed: SPI = 0.6, ES = 3 days, SPI(t) = 0.6.
    const status = first([cases('2026-06-05')], [pack('A')])
    expect(status).toMatchObject({ phase: 'st', weighting: 'cases', unit: 'cases', costFrom: 'bookings' })
    expect(status.values).toMatchObject({
      plannedValue: 100,
      earnedValue: 60,
      budgetAtCompletion: 200,
      scheduleVariance: -40,
      schedulePerformanceIndex: 0.6,
      earnedSchedule: 3,
    })
    expect(status.values.schedulePerformanceIndexTime).toBeCloseTo(0.6, 12)
  })

  test('cases over hours are no index', () => {
    const status = first([cases('2026-06-05', { testHours: 40 })], [pack('A')])
    expect(status.values).toMatchObject({ actualCost: 40, costPerformanceIndex: null })
    expect(status.values.notMeasurable.costPerformanceIndex).toBe('UNIT_MIX')
    expect(status.costFrom).toBe('testHours')
  })
})

describe('weighted by the planned effort of units packages', () => {
  test('in the unit of cost, with a CPI against the hours of execution', () => {
    // Budgets 300 and 100 over ten days: PV = 200, EV = 400 x 60 / 200 = 120, AC = 150 h.
    const packages = [units('T1', { budget: 300 }), units('T2', { budget: 100 })]
    const status = first([cases('2026-06-05', { testHours: 150 })], packages)
    expect(status).toMatchObject({ weighting: 'effort', unit: 'hours', costFrom: 'testHours' })
    expect(status.values).toMatchObject({ plannedValue: 200, earnedValue: 120, costPerformanceIndex: 0.8 })
    expect(status.values.schedulePerformanceIndex).toBeCloseTo(0.6, 12)
  })

  test('a component’s cases weigh what its packages budget', () => {
    const packages = [
      units('T1', { budget: 300, component: 'ui' }),
      units('T2', { budget: 100, component: 'db' }),
    ]
    const tests = [
      cases('2026-06-05', { component: 'ui', planned: 100, passed: 10, failed: 0 }),
      cases('2026-06-05', { component: 'db', planned: 100, passed: 50, failed: 0 }),
    ]
    // 300 x 0.1 + 100 x 0.5 = 80; the mean over all cases would be 400 x 0.3 = 120.
    expect(first(tests, packages).values.earnedValue).toBe(80)
    const unplaced = [units('T1', { budget: 300, component: 'ui' }), units('T2', { budget: 100 })]
    expect(first(tests, unplaced).values.earnedValue).toBe(120)
  })

  test('money is not compared with hours: AC is what was booked on the packages', () => {
    const rest = { costUnit: 'JPY', costs: [cost('T1', '2026-06-03', 90)] }
    const status = first([cases('2026-06-05', { testHours: 150 })], [units('T1')], '2026-06-05', rest)
    expect(status).toMatchObject({ costFrom: 'bookings', unit: 'JPY' })
    expect(status.values).toMatchObject({ actualCost: 90, earnedValue: 30 })
    expect(status.values.costPerformanceIndex).toBeCloseTo(1 / 3, 12)
  })
})

test('a report of the whole phase counts by itself, otherwise its components are added up', () => {
  const components = [
    cases('2026-06-04', { component: 'ui', passed: 1 }),
    cases('2026-06-05', { component: 'db', passed: 2 }),
  ]
  expect(first(components, [pack('A')]).counts).toMatchObject({
    planned: 400,
    passed: 3,
    reportedOn: '2026-06-04',
  })
  expect(first([...components, cases('2026-06-05')], [pack('A')]).counts).toMatchObject({
    planned: 200,
    passed: 60,
  })
})

test('AT stands still once every planned case has passed, however late', () => {
  const all = { executed: 200, passed: 200, failed: 0, blocked: 0 }
  const tests = [cases('2026-06-12'), cases('2026-06-17', all), cases('2026-06-24', all)]
  const status = first(tests, [pack('A')], '2026-06-30')
  expect(status.values.schedulePerformanceIndex).toBe(1)
  // Planned 10 working days, all passed after 13.
  expect(status.values.schedulePerformanceIndexTime).toBeCloseTo(10 / 13, 12)
})

test('a phase without tests is not measurable; the plan of its packages is', () => {
  const none = first([], [pack('A')])
  expect(none.counts).toBeNull()
  expect(none.values).toMatchObject({ plannedValue: null, earnedValue: null, schedulePerformanceIndex: null })
  expect(none.values.notMeasurable.schedulePerformanceIndex).toBe('NO_TESTS')
  expect(first([], [units('T1')]).values).toMatchObject({ plannedValue: 50, earnedValue: null })
  expect(first([cases('2026-06-08')], [pack('A')]).counts).toBeNull()
  expect(measure([], [pack('A')]).map((one) => one.phase)).toEqual(['st'])
})

test('blocked and failed cases earn nothing, passed ones never more than the plan', () => {
  const counts = fc.record({
    planned: fc.nat(500),
    passed: fc.nat(500),
    failed: fc.nat(500),
    blocked: fc.nat(500),
  })
  fc.assert(
    fc.property(counts, ({ planned, passed, failed, blocked }) => {
      const executed = passed + failed
      const status = first([cases('2026-06-05', { planned, passed, failed, blocked, executed })], [pack('A')])
      const { values } = status
      const without = first(
        [cases('2026-06-05', { planned, passed, failed: 0, executed: passed })],
        [pack('A')],
      )
      expect(values.earnedValue).toBe(without.values.earnedValue)
      if (planned === 0) expect(values.notMeasurable.earnedValue).toBe('NO_PLANNED_VALUE')
      else expect(values.earnedValue).toBeCloseTo(Math.min(passed, planned), 9)
    }),
    { numRuns: 100 },
  )
})
