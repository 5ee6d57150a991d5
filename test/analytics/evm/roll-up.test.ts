import { expect, test } from 'vitest'
import { rollUp, sumQuantities } from '../../../analytics/evm/roll-up.ts'

const project = (division: string | null, pv: number, ev: number, actualCost: number | null) => ({
  division,
  quantities: { plannedValue: pv, earnedValue: ev, budgetAtCompletion: 1000, actualCost },
})
const projects = [
  project('B', 100, 50, 40),
  project('A', 900, 900, 1000),
  project('A', 100, 50, 50),
  project(null, 1, 1, 1),
]

test('an index of a group is the ratio of sums, not the mean of ratios', () => {
  const divisions = rollUp(
    projects,
    (p) => p.division,
    (p) => p.quantities,
  )
  expect(divisions.map(({ key, count }) => [key, count])).toEqual([
    ['A', 2],
    ['B', 1],
  ])
  expect(divisions[0]?.indices.schedulePerformanceIndex).toBe(0.95)
  expect(divisions[0]?.indices.costPerformanceIndex).toBeCloseTo(950 / 1050, 12)
})

test('a part whose cost is refused leaves the whole without a cost', () => {
  const sum = sumQuantities([...projects, project('A', 1, 1, null)].map((p) => p.quantities))
  expect(sum).toMatchObject({ plannedValue: 1102, budgetAtCompletion: 5000, actualCost: null })
})

test('discrete work is summed apart', () => {
  const discrete = { plannedValue: 60, earnedValue: 40, budgetAtCompletion: 200 }
  const mixed = { plannedValue: 160, earnedValue: 140, budgetAtCompletion: 400, actualCost: 1, discrete }
  const sum = sumQuantities([mixed, { ...discrete, actualCost: 2 }])
  expect(sum.discrete).toEqual({ plannedValue: 120, earnedValue: 80, budgetAtCompletion: 400 })
  expect(sum.actualCost).toBe(3)
})
