import fc from 'fast-check'
import { expect, test } from 'vitest'
import { portfolioGroups, type PortfolioProject } from '../../../analytics/evm/portfolio.ts'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

/** Half of the budget due, so many percent done, for so much. */
function project(
  id: string,
  division: string,
  options: { budget?: number; percent?: number; spent?: number; costUnit?: string; planned?: boolean } = {},
): PortfolioProject {
  const { budget = 100, percent = 50, spent = 50, costUnit = 'hours', planned = true } = options
  const status = earnedValueStatus(
    input({
      baselines: planned ? [plan([pack('A', { budget })])] : [],
      progress: [report('A', '2026-06-05', { percentComplete: percent, objective: true })],
      costs: [cost('A', '2026-06-05', spent)],
      costUnit,
    }),
  )
  return { project: id, division, isCancelled: false, status }
}

test('a ratio of sums per division, not the mean of ratios', () => {
  const projects = [
    project('large', 'Public', { budget: 900, percent: 50, spent: 500 }),
    project('small', 'Public', { budget: 100, percent: 10, spent: 50 }),
  ]
  const [group] = portfolioGroups(projects, 'division')
  // EV 450 + 10, PV 450 + 50, AC 550; the mean of the two SPI would be 0.6.
  expect(group).toMatchObject({ division: 'Public', costUnit: 'hours', projects: 2, notMeasured: [] })
  expect(group?.indices.schedulePerformanceIndex).toBe(0.92)
  expect(group?.indices.costPerformanceIndex).toBeCloseTo(460 / 550, 12)
  expect(group?.estimates.costIndex).toBeCloseTo(1000 / (460 / 550), 9)
})

test('hours and money are never added up', () => {
  const projects = [
    project('h', 'A'),
    project('y', 'A', { costUnit: 'JPY', budget: 5_000_000 }),
    project('z', 'B'),
  ]
  expect(portfolioGroups(projects, 'division').map(({ division, costUnit }) => [costUnit, division])).toEqual(
    [
      ['JPY', 'A'],
      ['hours', 'A'],
      ['hours', 'B'],
    ],
  )
  const units = portfolioGroups(projects, 'unit')
  expect(units.map(({ division, costUnit, projects: count }) => [division, costUnit, count])).toEqual([
    [null, 'JPY', 1],
    [null, 'hours', 2],
  ])
  expect(units[0]?.quantities?.budgetAtCompletion).toBe(5_000_000)
})

test('projects without a baseline are counted and listed, and alone they are NO_BASELINE', () => {
  const without = project('none', 'A', { planned: false })
  const [group] = portfolioGroups([project('a', 'A'), without], 'division')
  expect(group).toMatchObject({ projects: 2, notMeasured: [{ project: 'none', why: 'NO_BASELINE' }] })
  expect(group?.indices.schedulePerformanceIndex).toBe(1)
  const [alone] = portfolioGroups([without], 'division')
  expect(alone?.quantities).toBeNull()
  expect(alone?.indices.notMeasurable.schedulePerformanceIndex).toBe('NO_BASELINE')
  expect(alone?.estimates).toMatchObject({ plannedRate: null, costIndex: null, scheduleCostIndex: null })
})

test('a cancelled project is listed and in no sum; a refused cost leaves the group without one', () => {
  const cancelled = { ...project('c', 'A', { budget: 9999 }), isCancelled: true }
  const [group] = portfolioGroups([project('a', 'A'), cancelled], 'division')
  expect(group).toMatchObject({ projects: 2, notMeasured: [{ project: 'c', why: 'CANCELLED' }] })
  expect(group?.quantities?.budgetAtCompletion).toBe(100)
  const mixed = project('m', 'A')
  const refused = { ...mixed, status: { ...mixed.status, actualCost: null, quantities: { ...mixed.status.quantities!, actualCost: null } } } // prettier-ignore
  const [unknown] = portfolioGroups([project('a', 'A'), refused], 'division')
  expect(unknown).toMatchObject({ costRefused: ['m'], quantities: { actualCost: null } })
  expect(unknown?.indices.notMeasurable.costPerformanceIndex).toBe('UNIT_MIX')
})

test('the order of projects changes nothing, and the units add up to the divisions', () => {
  const member = fc.record({
    division: fc.constantFrom('A', 'B'),
    percent: fc.nat(100),
    budget: fc.integer({ min: 1, max: 999 }),
  })
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 8 }), (members) => {
      const projects = members.map(({ division, ...options }, n) => project(`p${n}`, division, options))
      expect(portfolioGroups([...projects].reverse(), 'division')).toEqual(
        portfolioGroups(projects, 'division'),
      )
      const earned = portfolioGroups(projects, 'division').reduce(
        (sum, g) => sum + (g.quantities?.earnedValue ?? 0),
        0,
      )
      expect(portfolioGroups(projects, 'unit')[0]?.quantities?.earnedValue).toBeCloseTo(earned, 6)
    }),
    { numRuns: 50 },
  )
})
