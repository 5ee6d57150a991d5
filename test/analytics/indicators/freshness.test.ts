import { describe, expect, test } from 'vitest'
import { contradictions } from '../../../analytics/verdict/contradictions.ts'
import { warnings } from '../../../analytics/warnings/open-warnings.ts'
import { kinds } from '../../../schemas/facts/index.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { declared, measured, size, tests, viewOf } from './measuring.ts'

const TESTS_BEHIND = 'freshness.tests-behind'
const SCANS_BEHIND = 'freshness.scans-behind'

/** Commits as counted today unless told otherwise; the last one at noon of a day. */
const commits = (component: string | undefined, lastDay: string | null, asOf = TODAY) =>
  fact(
    'commits.counted',
    {
      ...(component !== undefined && { component }),
      asOf,
      ref: 'main',
      commits: lastDay === null ? 0 : 3,
      authors: lastDay === null ? 0 : 2,
      ...(lastDay !== null && { lastCommit: { sha: 'abc', committedAt: `${lastDay}T12:00:00+09:00` } }),
    },
    { occurredAt: noon(asOf) },
  )
const run = (finishedAt: string, changes: object = {}) =>
  fact(
    'testrun.finished',
    { run: finishedAt, suite: 's', finishedAt, total: 3, passed: 3, failed: 0, ...changes },
    { occurredAt: Date.parse(finishedAt) },
  )
const scan = (finishedAt: string, changes: object = {}, project = 'p') =>
  fact(
    'scan.completed',
    { scan: finishedAt, asset: 'web', scanner: { name: 'Trivy' }, finishedAt, succeeded: true, ...changes },
    { occurredAt: Date.parse(finishedAt), project },
  )

describe('days by which tests lie behind the last commit', () => {
  const log = [declared(), commits(undefined, '2026-11-18')]

  test('without commits, or without a test, there is no number', () => {
    expect(measured(TESTS_BEHIND, [declared(), tests('2026-11-10', 5)]).why).toBe('NO_COMMITS')
    expect(measured(TESTS_BEHIND, [declared(), commits(undefined, null)]).why).toBe('NO_COMMITS')
    expect(measured(TESTS_BEHIND, log)).toMatchObject({ why: 'NO_TESTS', facts: 'kind=tests.reported' })
  })

  test('a report of noon eight days before is 8 days behind, one after it none', () => {
    expect(measured(TESTS_BEHIND, [...log, tests('2026-11-10', 5)])).toMatchObject({
      actual: 8,
      sampleSize: 1,
      lastDate: TODAY,
    })
    expect(measured(TESTS_BEHIND, [...log, tests('2026-11-10', 5), tests('2026-11-19', 9)]).actual).toBe(0)
  })

  test('a run to the hour: six hours are a quarter of a day', () => {
    expect(measured(TESTS_BEHIND, [...log, run('2026-11-18T06:00:00+09:00')]).actual).toBe(0.25)
  })

  test('an old report that is sent again is as old as it says', () => {
    const again = fact('tests.reported', tests('2026-11-10', 5).data, { occurredAt: noon('2026-11-19') })
    // The end of the 10th is 7.5 days before noon of the 18th.
    expect(measured(TESTS_BEHIND, [...log, again]).actual).toBe(7.5)
  })

  test('a report in which nothing was executed, and a run that was skipped whole, are no tests', () => {
    const nothing = [tests('2026-11-19', 0), run('2026-11-19T06:00:00+09:00', { passed: 0, skipped: 3 })]
    expect(measured(TESTS_BEHIND, [...log, ...nothing]).why).toBe('NO_TESTS')
  })

  test('of a phase only its own tests', () => {
    const ran = [...log, tests('2026-11-10', 5), run('2026-11-19T06:00:00+09:00', { phase: 'it' })]
    expect(measured(TESTS_BEHIND, ran).actual).toBe(0)
    expect(measured(TESTS_BEHIND, ran, { phases: ['st'] }).actual).toBe(8)
    expect(measured(TESTS_BEHIND, ran, { phases: ['it'] }).actual).toBe(0)
  })

  test('the newest count up to the day that is judged, which tells how fresh the answer is', () => {
    const counts = [
      declared(),
      commits(undefined, '2026-11-12', '2026-11-13'),
      commits(undefined, '2026-11-18', '2026-11-19'),
      tests('2026-11-10', 5),
    ]
    expect(measured(TESTS_BEHIND, counts)).toMatchObject({ actual: 8, lastDate: '2026-11-19' })
    expect(measured(TESTS_BEHIND, counts, { at: noon('2026-11-14') })).toMatchObject({
      actual: 2,
      lastDate: '2026-11-13',
    })
  })
})

describe('components', () => {
  const log = [
    declared(),
    commits('core', '2026-11-18'),
    commits('ui', '2026-11-12'),
    commits(undefined, TODAY),
  ]
  const both = [
    ...log,
    tests('2026-11-17', 5, { component: 'core' }),
    tests('2026-11-10', 5, { component: 'ui' }),
  ]

  test('each by its own commits and tests; the project by the one that lies furthest behind', () => {
    expect(measured(TESTS_BEHIND, both, { component: 'core' }).actual).toBe(1)
    expect(measured(TESTS_BEHIND, both, { component: 'ui' }).actual).toBe(2)
    expect(measured(TESTS_BEHIND, both)).toMatchObject({ actual: 2, sampleSize: 2 })
  })

  test('one that was never tested leaves the project without a number', () => {
    const one = [...log, tests('2026-11-19', 5, { component: 'core' })]
    expect(measured(TESTS_BEHIND, one).why).toBe('NO_TESTS')
    expect(measured(TESTS_BEHIND, [...one, commits('ui', null)], { component: 'core' }).actual).toBe(0)
  })

  test('a test that names no component is of every one', () => {
    expect(measured(TESTS_BEHIND, [...both, run('2026-11-18T12:00:00+09:00')]).actual).toBe(0)
  })

  test('an undeclared one is a contradiction, and so is a day that had not come', () => {
    const ahead = fact('commits.counted', commits(undefined, null).data, { occurredAt: noon('2026-11-18') })
    expect(contradictions(viewOf([declared(), commits('db', TODAY), ahead]))).toMatchObject([
      { code: 'UNKNOWN_COMPONENT', about: 'db', detail: 'commits.counted' },
      { code: 'DATED_IN_THE_FUTURE', detail: 'commits.counted' },
    ])
  })
})

test('scans: successful ones of the project, not of its division', () => {
  const log = [declared(), commits('core', '2026-11-18')]
  expect(measured(SCANS_BEHIND, log).why).toBe('NO_PROJECT_SCANS')
  const others = [
    scan('2026-11-19T12:00:00+09:00', { succeeded: false }),
    scan('2026-11-19T13:00:00+09:00', {}, 'division:Div'),
  ]
  expect(measured(SCANS_BEHIND, [...log, ...others]).why).toBe('NO_PROJECT_SCANS')
  expect(measured(SCANS_BEHIND, [...log, ...others, scan('2026-11-16T12:00:00+09:00')]).actual).toBe(2)
})

describe('the warning MEASURED_BEFORE_LAST_COMMIT', () => {
  const found = (...log: ReturnType<typeof fact>[]) =>
    warnings(viewOf([declared(), ...log])).filter(({ code }) => code === 'MEASURED_BEFORE_LAST_COMMIT')
  const last = commits(undefined, '2026-11-18')
  const coverage = (asOf: string) =>
    fact(
      'coverage.measured',
      { asOf, lines: { covered: 1, total: 2 }, tool: { name: 'JaCoCo' } },
      { occurredAt: noon(asOf) },
    )

  test('by kind, after more than seven days', () => {
    const old = '2026-11-10'
    const measurements = [
      tests(old, 5),
      coverage(old),
      size('core', { total: 1 }, old),
      scan(`${old}T12:00:00+09:00`),
    ]
    expect(found(last, ...measurements)).toEqual(
      ['tests.reported', 'coverage.measured', 'size.measured', 'scan.completed'].map((about) => ({
        code: 'MEASURED_BEFORE_LAST_COMMIT',
        about,
        values: { days: 8 },
      })),
    )
    expect(found(last, tests('2026-11-11', 5), coverage(old))).toMatchObject([{ about: 'coverage.measured' }])
  })

  test('never without commits, nor for what was never measured', () => {
    expect(found(tests('2026-10-01', 5), coverage('2026-10-01'))).toEqual([])
    expect(found(last)).toEqual([])
  })
})

test.each([
  ['more authors than commits', { commits: 1, authors: 2 }],
  ['commits of nobody', { commits: 1, authors: 0 }],
  ['commits without a last one', { commits: 1, authors: 1, lastCommit: undefined }],
])('%s are refused', (_name, changes) => {
  const { data } = commits(undefined, TODAY)
  expect(kinds['commits.counted'].data.safeParse(data).success).toBe(true)
  expect(kinds['commits.counted'].data.safeParse({ ...data, ...changes }).success).toBe(false)
})
