import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curveOfPeriods, earnedSchedule, plannedDuration } from '../../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../../analytics/evm/estimates.ts'
import { exactSum } from '../../../analytics/evm/exact-sum.ts'
import { performanceIndices } from '../../../analytics/evm/indices.ts'

const amount = fc.double({ min: 0, max: 1e13, noNaN: true })
const quantities = fc.record({
  budgetAtCompletion: amount,
  plannedValue: amount,
  earnedValue: amount,
  actualCost: fc.option(fc.double({ min: -1e13, max: 1e13, noNaN: true })),
})

test('every value is finite or null, and every null has a reason', () => {
  fc.assert(
    fc.property(quantities, fc.double({ min: 0, max: 10, noNaN: true }), (q, timeIndex) => {
      for (const { notMeasurable, ...values } of [
        performanceIndices(q),
        estimatesAtCompletion(q, timeIndex),
      ]) {
        for (const [name, value] of Object.entries(values)) {
          expect(value === null ? name in notMeasurable : Number.isFinite(value), `${name} ${value}`).toBe(
            true,
          )
        }
        const nulls = Object.values(values).filter((value) => value === null)
        expect(Object.keys(notMeasurable)).toHaveLength(nulls.length)
      }
    }),
  )
})

test('SV = EV - PV and CV = EV - AC', () => {
  fc.assert(
    fc.property(quantities, (q) => {
      fc.pre(q.budgetAtCompletion > 0)
      const indices = performanceIndices(q)
      expect(indices.scheduleVariance).toBe(q.earnedValue - q.plannedValue + 0)
      if (q.actualCost !== null) expect(indices.costVariance).toBe(q.earnedValue - q.actualCost + 0)
    }),
  )
})

test('EAC = AC whatever the performance factor when EV = BAC', () => {
  fc.assert(
    fc.property(quantities, fc.double({ min: 0, max: 3, noNaN: true }), (q, timeIndex) => {
      fc.pre(q.budgetAtCompletion > 0 && q.actualCost !== null)
      const done = { ...q, earnedValue: q.budgetAtCompletion }
      const { notMeasurable, ...estimates } = estimatesAtCompletion(done, timeIndex)
      expect(notMeasurable).toEqual({})
      for (const estimate of Object.values(estimates)) expect(estimate).toBe(q.actualCost + 0)
    }),
  )
})

test('EAC(CPI) = BAC / CPI, and TCPI to it is CPI', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.nat(),
      (bac, ac, n) => {
        const earnedValue = 1 + (n % (bac - 1))
        fc.pre(earnedValue < bac)
        const indices = performanceIndices({
          budgetAtCompletion: bac,
          plannedValue: 1,
          earnedValue,
          actualCost: ac,
        })
        const eac = ac + indices.estimateToComplete!
        expect(eac).toBeCloseTo((bac * ac) / earnedValue, 2)
        expect(indices.toCompletePerformanceIndexEstimate! / indices.costPerformanceIndex!).toBeCloseTo(1, 6)
      },
    ),
  )
})

const increments = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 })
const curveOf = (steps: readonly number[]) =>
  curveOfPeriods([0, ...steps.map((_, k) => steps.slice(0, k + 1).reduce((a, b) => a + b, 0))])

test('ES never falls as EV grows, and stays within the planned duration', () => {
  fc.assert(
    fc.property(increments, fc.array(amountUpTo(2100), { minLength: 2, maxLength: 20 }), (steps, values) => {
      const curve = curveOf(steps)
      const schedules = values.sort((a, b) => a - b).map((ev) => earnedSchedule(curve, ev))
      expect(schedules).toEqual([...schedules].sort((a, b) => a - b))
      for (const es of schedules) expect(es).toBeLessThanOrEqual(plannedDuration(curve))
    }),
  )
})

function amountUpTo(max: number) {
  return fc.double({ min: 0, max, noNaN: true })
}

test('work that is on plan has ES = AT, up to the end of a plateau', () => {
  fc.assert(
    fc.property(increments, (steps) => {
      const curve = curveOf(steps)
      for (const { time, plannedValue } of curve) {
        if (plannedValue === 0 || time > plannedDuration(curve)) continue
        const end = curve.findLast((point) => point.plannedValue === plannedValue)!.time
        expect(earnedSchedule(curve, plannedValue)).toBe(Math.min(end, plannedDuration(curve)))
      }
    }),
  )
})

test('a sum does not depend on the order, and what is taken back leaves nothing', () => {
  const doubles = fc.array(fc.double({ min: -1e13, max: 1e13, noNaN: true }), { maxLength: 50 })
  fc.assert(
    fc.property(doubles, (values) => {
      const shuffled = [...values].sort((a, b) => Math.sin(a * 7919) - Math.sin(b * 7919))
      expect(exactSum(shuffled)).toBe(exactSum(values))
      expect(exactSum([...values, ...values.map((value) => -value)])).toBe(0)
    }),
  )
  expect(exactSum([1e16, 1, -1e16])).toBe(1)
  expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1)
})
