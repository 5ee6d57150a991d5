import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { createWorkCalendar } from '../../../analytics/calendar/work-calendar.ts'
import { earnedSchedule, plannedDuration } from '../../../analytics/evm/earned-schedule.ts'
import { createPlanModel } from '../../../analytics/evm/plan-model.ts'
import { plannedShare } from '../../../analytics/evm/planned-profile.ts'
import { plannedValueOn } from '../../../analytics/evm/planned-value.ts'
import type { WorkPackage } from '../../../schemas/facts/plan.ts'
import { pack, plan, weekdays } from './plan-facts.ts'

const curveOf = (packages: WorkPackage[], calendar = weekdays) =>
  createPlanModel(plan(packages), calendar).discreteCurve
const on = (packages: WorkPackage[], dates: string[], calendar = weekdays) =>
  dates.map((date) => plannedValueOn(curveOf(packages, calendar), toEpochDay(date)))

test('percent complete is planned evenly over the working days, both ends included', () => {
  const dates = [
    '2026-05-31',
    '2026-06-01',
    '2026-06-05',
    '2026-06-07',
    '2026-06-08',
    '2026-06-12',
    '2026-07-01',
  ]
  expect(on([pack('A')], dates)).toEqual([0, 10, 50, 50, 60, 100, 100])
})

test.each([
  ['0-100', [0, 0, 100]],
  ['50-50', [50, 50, 100]],
  ['25-75', [25, 25, 100]],
  ['20-80', [20, 20, 100]],
] as const)('%s is planned in its shares at start and finish', (method, expected) => {
  expect(on([pack('A', { method })], ['2026-06-01', '2026-06-11', '2026-06-12'])).toEqual(expected)
})

test('an apportioned package is planned like the package it follows', () => {
  const base = pack('A', { method: '50-50' })
  const share = pack('Q', {
    method: 'apportioned',
    apportionedTo: 'A',
    budget: 20,
    plannedStart: '2026-01-01',
  })
  expect(on([base, share], ['2026-06-01', '2026-06-12'])).toEqual([60, 120])
})

test('a holiday is a plateau: nothing is planned on it', () => {
  const calendar = createWorkCalendar(undefined, new Set(['2026-06-03']))
  const values = on([pack('A', { budget: 90 })], ['2026-06-02', '2026-06-03', '2026-06-04'], calendar)
  expect(values).toEqual([20, 20, 30])
})

test('a package wholly on days off is planned on its planned finish, in no working time', () => {
  const weekend = pack('W', { plannedStart: '2026-06-06', plannedFinish: '2026-06-07', budget: 40 })
  const packages = [pack('A', { plannedFinish: '2026-06-05' }), weekend]
  expect(on(packages, ['2026-06-05', '2026-06-06', '2026-06-07', '2026-06-08'])).toEqual([100, 100, 140, 140])
  const curve = curveOf(packages)
  expect(plannedDuration(curve)).toBe(5)
  expect(earnedSchedule(curve, 100)).toBe(5)
  expect(earnedSchedule(curve, 80)).toBe(4)
  expect(plannedDuration(curveOf([weekend]))).toBe(0)
})

test('a stop in the plan: ES of work that stands there is the end of the stop', () => {
  const first = pack('A', { plannedFinish: '2026-06-03', budget: 30 })
  const second = pack('B', { plannedStart: '2026-06-08', plannedFinish: '2026-06-09', budget: 20 })
  const curve = curveOf([first, second])
  expect(curve.map((point) => point.plannedValue)).toEqual([0, 10, 20, 30, 30, 30, 40, 50])
  expect(earnedSchedule(curve, 30)).toBe(5)
  expect(earnedSchedule(curve, 35)).toBe(5.5)
})

const dates = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 }))
  .map(([from, days]) => ({
    plannedStart: fromEpochDay(toEpochDay('2026-06-01') + from),
    plannedFinish: fromEpochDay(toEpochDay('2026-06-01') + from + days),
  }))
const methods = fc.constantFrom('0-100', '50-50', '20-80', '25-75', 'percent-complete', 'units' as const)
const packages = fc
  .array(
    fc.record({
      when: dates,
      method: methods,
      budget: fc.integer({ min: 0, max: 1e9 }).map((cents) => cents / 100),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((all) =>
    all.map(({ when, ...fields }, index) => pack(`P${index}`, { ...fields, ...when, unitsPlanned: 10 })),
  )

test('the curve is the sum of the packages on every day, never falls, and ends at the budget', () => {
  fc.assert(
    fc.property(packages, fc.integer({ min: -5, max: 110 }), (all, offset) => {
      const calendar = createWorkCalendar(undefined, new Set(['2026-06-10', '2026-07-01']))
      const model = createPlanModel(plan(all), calendar)
      const day = toEpochDay('2026-06-01') + offset
      const sum = model.packages.reduce(
        (total, { workPackage, profile }) =>
          total + workPackage.budget * plannedShare(profile, day, calendar),
        0,
      )
      expect(plannedValueOn(model.discreteCurve, day) / (sum || 1)).toBeCloseTo(sum === 0 ? 0 : 1, 9)
      const values = model.discreteCurve.map((point) => point.plannedValue)
      expect(values).toEqual([...values].sort((a, b) => a - b))
      expect(values.at(-1) ?? 0).toBe(model.budgetAtCompletion)
    }),
  )
})
