import { expect, test } from 'vitest'
import { dcmaChecks } from '../../../analytics/evm/dcma.ts'
import { earnedValueStatus, type EarnedValueInput } from '../../../analytics/evm/project-status.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

const checks = (fields: Partial<EarnedValueInput>) => {
  const facts = input(fields)
  const all = dcmaChecks(earnedValueStatus(facts), facts.progress)
  return Object.fromEntries(all.map(({ check, ...rest }) => [check, rest]))
}
const done = (id: string, day: string) =>
  report(id, day, { percentComplete: 100, finishedOn: day, objective: true })

/** Ten packages due on 12 June: seven in time, one late, two open; one more is due later and done early. */
const ids = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J']
const project: Partial<EarnedValueInput> = {
  baselines: [plan([...ids.map((id) => pack(id)), pack('K', { plannedFinish: '2026-06-26' })])],
  progress: [
    ...ids.slice(0, 7).map((id) => done(id, '2026-06-12')),
    done('H', '2026-06-15'),
    report('I', '2026-06-15', { percentComplete: 60 }),
    done('K', '2026-06-16'),
  ],
  costs: [...ids.slice(0, 8), 'K'].map((id) => cost(id, '2026-06-10', 90)),
  statusDate: '2026-06-16',
}

test('missed tasks, BEI and hit tasks, with the packages behind them', () => {
  // Due 10; late or open H, I, J: 3 / 10. Finished 8 of them and K early: BEI = 9 / 10. Hit 7 / 10.
  const { 'missed-tasks': missed, 'baseline-execution-index': bei, 'hit-tasks': hit } = checks(project)
  expect(missed).toMatchObject({
    point: 11,
    value: 0.3,
    limit: 0.05,
    passed: false,
    workPackages: ['H', 'I', 'J'],
  })
  expect(bei).toMatchObject({ point: 14, value: 0.9, limit: 0.95, passed: false, workPackages: ['I', 'J'] })
  expect(hit).toMatchObject({ point: null, value: 0.7, limit: null, passed: null })
})

test('work reported without a plan has no baseline dates and counts against BEI', () => {
  const progress = [...(project.progress ?? []), report('X', '2026-06-15', { percentComplete: 10 })]
  const { 'baseline-execution-index': bei } = checks({ ...project, progress })
  expect(bei?.value).toBeCloseTo(9 / 11, 12)
  expect(bei?.workPackages).toEqual(['I', 'J', 'X'])
})

test('invalid dates: an actual after the report that tells it', () => {
  const progress = [report('A', '2026-06-04', { percentComplete: 10, finishedOn: '2026-06-30' })]
  expect(checks({ ...project, progress })['invalid-dates']).toMatchObject({
    point: 9,
    value: 1,
    passed: false,
    workPackages: ['A'],
  })
  expect(checks(project)['invalid-dates']).toMatchObject({ value: 0, passed: true })
})

test('resources: no budget, or complete without a cost', () => {
  expect(checks(project)['resources']).toMatchObject({ point: 10, value: 0, passed: true })
  const baselines = [plan([pack('A'), pack('Z', { budget: 0 })])]
  const { resources } = checks({ baselines, progress: [done('A', '2026-06-05')], statusDate: '2026-06-05' })
  expect(resources).toMatchObject({ value: 2, passed: false, workPackages: ['A', 'Z'] })
})

test('negative float takes a network, which the facts do not hold: said, not guessed', () => {
  expect(checks(project)['negative-float']).toMatchObject({
    point: 7,
    value: null,
    passed: null,
    why: 'NO_NETWORK',
  })
})

test('nothing due is not measurable, and without a baseline nothing is', () => {
  const early = checks({ ...project, statusDate: '2026-06-05' })
  expect(early['missed-tasks']).toMatchObject({ value: null, passed: null, why: 'NOTHING_DUE' })
  const none = checks({ ...project, baselines: [] })
  expect(new Set(Object.values(none).map(({ why }) => why))).toEqual(new Set(['NO_BASELINE']))
})

test('level of effort and apportioned work are not tasks', () => {
  const baselines = [
    plan([pack('A'), pack('L', { method: 'loe' }), pack('Q', { method: 'apportioned', apportionedTo: 'A' })]),
  ]
  const { 'hit-tasks': hit } = checks({
    baselines,
    progress: [done('A', '2026-06-12')],
    statusDate: '2026-06-12',
  })
  expect(hit).toMatchObject({ value: 1, workPackages: [] })
})
