import { describe, expect, test } from 'vitest'
import { measureAll } from '../../../analytics/indicators/measure-all.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { declared, defect, measured, review, size, tests, viewOf } from './measuring.ts'

const DAY = 86_400_000

describe('function points', () => {
  const points = (component: string, functionPoints: number, asOf: string, ksloc?: object) =>
    fact(
      'size.measured',
      { component, asOf, functionPoints, counter: { name: 'IFPUG' }, ...(ksloc && { ksloc }) },
      { occurredAt: noon(asOf) },
    )
  const found = [
    defect('2026-11-03', { component: 'core', cause: 'a' }),
    defect('2026-11-04', { component: 'ui', cause: 'a' }),
  ]
  const log = [
    declared(),
    points('core', 300, '2026-10-01'),
    points('ui', 100, '2026-10-01'),
    tests(TODAY, 60, { automated: 20, planned: 80 }),
    review('R1', { effortHours: 8 }),
    ...found,
  ]
  test('densities per KFP, sum over sum; per KSLOC there is nothing to divide by', () => {
    expect(measured('tests.density-kfp', log)).toMatchObject({ actual: 150, numerator: 60, denominator: 0.4 })
    expect(measured('tests.planned-density-kfp', log).actual).toBe(200)
    expect(measured('tests.automated-density-kfp', log).actual).toBe(50)
    expect(measured('defects.density-kfp', log)).toMatchObject({ actual: 5, numerator: 2 })
    expect(measured('defects.cause-density-kfp', log)).toMatchObject({ actual: 2.5, numerator: 1 })
    expect(measured('defects.density-kfp', log, { component: 'ui' }).actual).toBe(10)
    expect(measured('reviews.density-kfp', log).actual).toBe(20)
    expect(measured('tests.density', log).why).toBe('NO_SIZE')
    expect(measured('tests.density-kfp', [declared(), tests(TODAY, 5)]).why).toBe('NO_FUNCTION_POINTS')
  })

  test('a later count in lines does not undo one in points, a later one in points does', () => {
    const more = [...log, size('core', { total: 12 }, '2026-11-01'), points('ui', 200, '2026-11-01')]
    expect(measured('tests.density-kfp', more).denominator).toBe(0.5)
    expect(measured('defects.density', more).why).toBe('SIZE_INCOMPLETE')
  })
})

describe('reopened by cause', () => {
  const versions = (id: string, cause: string | undefined, ...statuses: string[]) =>
    statuses.map((status, day) =>
      fact(
        'defect.reported',
        {
          defect: id,
          severity: 'major',
          status,
          phaseFound: 'st',
          detectedAt: '2026-11-01T10:00:00+09:00',
          ...(cause !== undefined && { cause }),
        },
        { occurredAt: noon('2026-11-02') + day * DAY },
      ),
    )
  const log = [
    declared(),
    ...versions('a', 'locking', 'open', 'closed', 'reopened', 'closed'),
    ...versions('b', 'locking', 'open', 'closed'),
    ...versions('c', undefined, 'open', 'reopened'), // that it was closed was never reported
    ...versions('d', 'index', 'open', 'closed'),
  ]
  test('each cause has its own rate, and those that state none have theirs', () => {
    const rates = measureAll(viewOf(log), 'cause').filter(
      ({ indicator }) => indicator === 'defects.reopen-rate',
    )
    expect(
      rates.map(({ cause, measurement }) => [cause, measurement.numerator, measurement.denominator]),
    ).toEqual([
      [null, 2, 4],
      ['', 1, 1],
      ['index', 0, 1],
      ['locking', 1, 2],
    ])
  })
})

describe('a module cannot hide', () => {
  const log = [
    declared(),
    tests(TODAY, 50),
    size('core', { total: 10 }),
    size('ui', { total: 1 }),
    ...Array.from({ length: 8 }, () => defect('2026-11-03', { component: 'core' })),
  ]
  test('behind defects that name no component', () => {
    const unnamed = (count: number) => Array.from({ length: count }, () => defect('2026-11-03'))
    const whyWith = (count: number) =>
      measured('defects.worst-component-density', [...log, ...unnamed(count)]).why
    expect(whyWith(1)).toBeNull() // 1 of 9: 2 to 43 %
    expect(whyWith(4)).toBe('COMPONENTS_NOT_STATED') // 4 of 12: 14 to 61 %
    expect(measured('defects.components-above-limit', [...log, ...unnamed(4)]).why).toBe(
      'COMPONENTS_NOT_STATED',
    )
  })
  test('where there is only one: it has the defects that name none', () => {
    const single = [
      declared({ components: [{ id: 'core' }] }),
      tests(TODAY, 50),
      size('core', { total: 10 }),
      ...Array.from({ length: 8 }, () => defect('2026-11-03')),
    ]
    expect(measured('defects.worst-component-density', single)).toMatchObject({ numerator: 8, actual: 0.8 })
  })
  test('behind a size that nobody measured', () => {
    const hidden = [...log, defect('2026-11-03', { component: 'spool' })]
    expect(measured('defects.worst-component-density', hidden).why).toBe('SIZE_INCOMPLETE')
    expect(measured('defects.density', hidden).why).toBe('SIZE_INCOMPLETE')
    expect(
      measured('tests.density', [...log, tests(TODAY, 5, { component: 'spool', phase: 'it' })]).why,
    ).toBe('SIZE_INCOMPLETE')
  })
})

describe('the plan is kept', () => {
  const log = [
    declared(),
    tests('2026-11-10', 10, { component: 'core', planned: 100 }),
    tests(TODAY, 100, { component: 'core', planned: 100 }),
    tests(TODAY, 50, { component: 'ui', planned: 100 }),
  ]
  test('cases beyond the plan of one component do not stand for missing ones of another', () => {
    const beyond = [...log.slice(0, 2), tests(TODAY, 150, { component: 'core', planned: 100 }), log[3]!]
    expect(measured('tests.consumption', beyond).actual).toBe(100)
    expect(measured('tests.plan-kept', beyond)).toMatchObject({
      actual: 75,
      numerator: 150,
      denominator: 200,
    })
  })
  test('a plan that was cut by sending an old report again is remembered', () => {
    const rewritten = fact(
      'tests.reported',
      { phase: 'st', component: 'ui', asOf: TODAY, planned: 50, executed: 50, passed: 50, failed: 0 },
      { occurredAt: noon(TODAY) + 1 },
    )
    expect(measured('tests.consumption', [...log, rewritten], { at: noon(TODAY) + 2 }).actual).toBe(100)
    expect(measured('tests.plan-kept', [...log, rewritten], { at: noon(TODAY) + 2 }).actual).toBe(75)
  })
  test('a plan that was taken back is not held against anybody', () => {
    const typo = {
      phase: 'st',
      component: 'ui',
      asOf: '2026-11-12',
      planned: 9000,
      executed: 5,
      passed: 5,
      failed: 0,
    }
    const both = [
      fact('tests.reported', typo, { occurredAt: noon('2026-11-12') }),
      fact('tests.reported', { ...typo, retracted: true }, { occurredAt: noon('2026-11-13') }),
    ]
    expect(measured('tests.plan-kept', [...log, ...both]).actual).toBe(75)
  })
})
