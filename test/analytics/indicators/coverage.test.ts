import { describe, expect, test } from 'vitest'
import { contradictions } from '../../../analytics/verdict/contradictions.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { kinds } from '../../../schemas/facts/index.ts'
import { declared, measured, viewOf } from './measuring.ts'

const measurement = (
  part: { phase?: string; component?: string },
  covered: number,
  total: number,
  changes: object = {},
  asOf = TODAY,
) =>
  fact(
    'coverage.measured',
    { ...part, asOf, lines: { covered, total }, tool: { name: 'JaCoCo' }, ...changes },
    { occurredAt: noon(asOf) },
  )
const core = { phase: 'it', component: 'core' }
const ui = { phase: 'it', component: 'ui' }
const lines = 'tests.statement-coverage'
const branches = 'tests.branch-coverage'

describe('statement and branch coverage', () => {
  const log = [
    declared(),
    measurement(core, 10, 100, {}, '2026-11-01'),
    measurement(core, 90, 100, { branches: { covered: 5, total: 10 } }, '2026-11-10'),
    measurement(ui, 10, 300, { branches: { covered: 0, total: 0 } }),
  ]

  test('nothing measured is no data, of the project, a phase and a component', () => {
    expect(measured(lines, [declared()]).why).toBe('NO_COVERAGE')
    expect(measured(branches, log, { phases: ['st'] }).why).toBe('NO_COVERAGE')
    expect(measured(lines, log, { component: 'db' }).why).toBe('NO_COVERAGE')
  })

  test('the newest of each component, sum over sum, as old as the oldest of them', () => {
    expect(measured(lines, log)).toMatchObject({
      actual: 25,
      numerator: 100,
      denominator: 400,
      lastDate: '2026-11-10',
    })
    expect(measured(lines, log, { phases: ['it'] }).actual).toBe(25)
    expect(measured(lines, log, { component: 'core' }).actual).toBe(90)
    expect(measured(branches, log)).toMatchObject({ actual: 50, denominator: 10 })
  })

  test('on an earlier day it was what was known then', () => {
    expect(measured(lines, log, { at: noon('2026-11-05') }).actual).toBe(10)
  })

  test('branches that one measurement leaves out, and code without any, have no number', () => {
    expect(measured(branches, [...log, measurement(core, 90, 100)]).why).toBe('NO_BRANCH_COUNT')
    expect(measured(branches, log, { component: 'ui' })).toMatchObject({ why: 'NO_BRANCHES', denominator: 0 })
  })

  test('a total stands for its parts, and a measurement of all tests for those of phases', () => {
    const whole = [...log, measurement({ phase: 'it' }, 120, 400)]
    expect(measured(lines, whole)).toMatchObject({ actual: 30, lastDate: TODAY })
    const all = [...whole, measurement({}, 200, 400)]
    expect(measured(lines, all).actual).toBe(50)
    expect(measured(lines, all, { phases: ['it'] }).actual).toBe(30)
    const ofCore = [...log, measurement({ component: 'core' }, 100, 100)]
    expect(measured(lines, ofCore)).toMatchObject({ numerator: 110, denominator: 400 })
  })

  test('two phases that run through the same code are never more together than the better of them', () => {
    const both = [
      declared(),
      measurement(core, 80, 100),
      measurement({ phase: 'st', component: 'core' }, 40, 100),
    ]
    expect(measured(lines, both).actual).toBe(60)
  })
})

describe('what cannot be true', () => {
  const found = (...facts: Parameters<typeof viewOf>[0][number][]) =>
    contradictions(viewOf([declared(), ...facts])).map(({ code, about }) => `${code} ${about}`)

  test.each([
    ['an older total', measurement({ phase: 'it' }, 90, 400, {}, '2026-11-10'), 'TOTAL_DISAGREES it'],
    ['a total of fewer lines', measurement({ phase: 'it' }, 50, 60), 'TOTAL_DISAGREES it'],
    ['a total with less covered', measurement({ phase: 'it' }, 5, 400), 'TOTAL_DISAGREES it'],
  ])('%s', (_name, total, expected) => {
    expect(found(measurement(core, 50, 100), total)).toEqual([expected])
  })

  test('a total that its parts agree with is none', () => {
    expect(found(measurement(core, 50, 100), measurement({ phase: 'it' }, 60, 400))).toEqual([])
  })

  test('names that were not declared, and days that have not come', () => {
    expect(found(measurement({ phase: 'alpha', component: 'db' }, 1, 2))).toEqual([
      'UNKNOWN_PHASE alpha',
      'UNKNOWN_COMPONENT db',
    ])
    const ahead = fact(
      'coverage.measured',
      { asOf: '2027-01-01', lines: { covered: 1, total: 2 }, tool: { name: 't' } },
      { occurredAt: noon(TODAY) },
    )
    expect(found(ahead)).toEqual([expect.stringMatching(/^DATED_IN_THE_FUTURE/)])
  })

  test.each([
    ['more covered than there is', { lines: { covered: 3, total: 2 } }],
    ['coverage of no line', { lines: { covered: 0, total: 0 } }],
    ['more branches covered than there are', { branches: { covered: 1, total: 0 } }],
  ])('%s is refused', (_name, changes) => {
    const data = { asOf: TODAY, lines: { covered: 1, total: 2 }, tool: { name: 't' }, ...changes }
    expect(kinds['coverage.measured'].data.safeParse(data).success).toBe(false)
  })
})
