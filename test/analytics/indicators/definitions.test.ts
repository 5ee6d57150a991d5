import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureAll } from '../../../analytics/indicators/measure-all.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { declared, defect, measured, review, size, tests, viewOf } from './measuring.ts'

const DAY = 86_400_000

describe('tests', () => {
  const log = [
    declared(),
    size('core', { total: 8 }),
    size('ui', { total: 2 }),
    tests('2026-11-10', 40, { component: 'core', planned: 100, automated: 10 }),
    tests(TODAY, 60, { component: 'core', planned: 60, automated: 30, passed: 57 }),
    tests(TODAY, 20, { component: 'ui', planned: 40, automated: 0 }),
  ]
  test('density planned, executed, automated; of the project sum over sum, of a component its own', () => {
    expect(measured('tests.density', log)).toMatchObject({ actual: 8, numerator: 80, denominator: 10 })
    expect(measured('tests.planned-density', log).actual).toBe(10)
    expect(measured('tests.automated-density', log).actual).toBe(3)
    expect(measured('tests.density', log, { component: 'ui' }).actual).toBe(10)
    expect(measured('tests.density', log, { phases: ['it'] }).why).toBe('NO_TESTS')
    expect(measured('tests.automated-density', [...log, tests(TODAY, 1, { phase: 'it' })]).why).toBe(
      'NO_AUTOMATED_COUNT',
    )
  })

  test('a complete count has no interval; executed cases are a sample while planned ones remain', () => {
    expect(measured('tests.density', log).interval).toBeUndefined()
    expect(measured('tests.consumption', log).interval).toBeUndefined()
    expect(measured('tests.pass-rate', log, { component: 'core' })).not.toHaveProperty('interval')
    const [lower, upper] = measured('tests.pass-rate', log, { component: 'ui' }).interval!
    expect([lower.toFixed(1), upper]).toEqual(['83.9', 100])
  })
})

describe('defects', () => {
  const found = [
    defect('2026-11-03', { defect: 'first', component: 'core', cause: 'boundary', phaseInjected: 'code' }),
    defect('2026-11-04', { component: 'core', cause: 'boundary', phaseInjected: 'code', phaseFound: 'code' }),
    defect('2026-11-05', { component: 'ui', cause: 'locking', phaseInjected: 'bd' }),
    defect('2026-11-06', { component: 'ui', phaseInjected: 'st' }),
    defect('2026-11-06', { component: 'ui', duplicateOf: 'first' }),
  ]
  const sized = (core: number, ui: number) => [size('core', { total: core }), size('ui', { total: ui })]
  const log = [declared(), ...sized(3, 1), tests(TODAY, 50, { testHours: 16 }), ...found]

  test('density in symptoms and in causes: unique defects, causes counted once', () => {
    expect(measured('defects.density', log)).toMatchObject({ numerator: 4, denominator: 4, actual: 1 })
    expect(measured('defects.cause-density', log)).toMatchObject({ numerator: 3, actual: 0.75 })
    expect(measured('defects.density', log, { component: 'core' }).numerator).toBe(2)
    expect(measured('defects.density', log, { component: 'ui' }).actual).toBe(2)
    const without = log.filter((known) => known.kind !== 'size.measured' || known.data.component !== 'ui')
    expect(measured('defects.density', without, { component: 'ui' }).why).toBe('NO_SIZE')
    expect(measured('defects.density', without).why).toBe('SIZE_INCOMPLETE')
    expect(measured('defects.worst-component-density', without).why).toBe('SIZE_INCOMPLETE')
    const [low, high] = measured('defects.density', log).interval!
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.272', '2.560'])
  })

  test('detection rate per 100 cases and per hour', () => {
    expect(measured('defects.detection-rate', log, { phases: ['st'] }).actual).toBe(6)
    expect(measured('defects.detection-rate-per-hour', log).actual).toBe(0.25)
    const unsaid = [declared(), tests(TODAY, 50), ...found]
    expect(measured('defects.detection-rate-per-hour', unsaid).why).toBe('NO_TEST_HOURS')
  })

  test('phase containment by phase of origin; what has no origin is no part of the sample', () => {
    expect(measured('defects.phase-containment', log)).toMatchObject({
      numerator: 2,
      denominator: 4,
      actual: 50,
    })
    expect(measured('defects.phase-containment', log, { phases: ['code'] })).toMatchObject({ actual: 50 })
    expect(measured('defects.phase-containment', log, { phases: ['bd'] }).actual).toBe(0)
    expect(measured('defects.phase-containment', log, { phases: ['it'] }).why).toBe('NO_ORIGIN')
  })

  test('removal efficiency: only after the release, and only when its 90 days are over', () => {
    const shipped = declared({ status: 'shipped', shippedAt: '2026-11-20T12:00:00+09:00' })
    const late = [
      defect('2026-12-01', { phaseFound: 'st' }),
      defect('2026-12-02', { phaseFound: 'st', escaped: true }),
      defect('2027-03-01', { phaseFound: 'st' }),
    ]
    const after = [shipped, ...log.slice(1), ...late]
    const at = (days: number) => noon(TODAY) + days * DAY
    expect(measured('defects.removal-efficiency', log).why).toBe('NOT_RELEASED')
    expect(measured('defects.removal-efficiency', after, { at: at(89) }).why).toBe('RELEASE_TOO_RECENT')
    expect(measured('defects.removal-efficiency', after, { at: at(120) })).toMatchObject({
      numerator: 4,
      denominator: 6,
    })
  })

  test('upstream detection: review findings against what the tests found', () => {
    const reviewed = [...log, review('R1'), review('R2', { findings: { minor: 3 } })]
    expect(measured('defects.upstream-ratio', reviewed)).toMatchObject({ numerator: 9, denominator: 12 })
    expect(measured('defects.upstream-ratio', log).why).toBe('NO_REVIEWS')
  })

  test('fix rate counts closed only; a deferred defect is not fixed', () => {
    const open = defect('2026-11-07', { status: 'deferred' }, null)
    expect(measured('defects.fix-rate', [...log, open]).actual).toBe(80)
  })

  test('reopen rate is read from the history, also when the defect was closed again', () => {
    const again = (status: string, day: string) =>
      fact('defect.reported', { ...found[0]!.data, status, closedAt: undefined }, { occurredAt: noon(day) })
    const history = [...log, again('reopened', '2026-11-09'), again('closed', '2026-11-10')]
    expect(measured('defects.reopen-rate', history)).toMatchObject({
      numerator: 1,
      denominator: 4,
      actual: 25,
    })
    expect(measured('defects.reopen-rate', log).actual).toBe(0)
  })

  test('time to fix by Kaplan-Meier: what is still open counts', () => {
    const fixes = [1, 2, 3, 4].map((days) => defect('2026-11-03', {}, days))
    const open = [defect('2026-11-03', {}, null), defect('2026-11-03', { severity: 'critical' }, null)]
    const known = [declared(), ...fixes, ...open]
    expect(measured('defects.time-to-fix-median', known).actual).toBe(3)
    expect(measured('defects.time-to-fix-median', [declared(), ...fixes]).actual).toBe(2)
    expect(measured('defects.time-to-fix-p85', known).why).toBe('QUANTILE_NOT_REACHED')
    expect(measured('defects.oldest-open-critical', known).actual).toBe(17)
    expect(measured('defects.oldest-open-minor', known).actual).toBe(0)
  })
})

test('reviews: hours per KSLOC and per page, findings per hour, sums over sums', () => {
  const log = [
    declared(),
    size('core', { total: 4 }),
    review('R1', { effortHours: 2, sizeReviewed: { pages: 20 }, findings: { major: 1, minor: 2 } }),
    review('R2', { effortHours: 6, sizeReviewed: { pages: 20 }, findings: { trivial: 1 } }),
    review('R3', { effortHours: 8, findings: {} }),
  ]
  expect(measured('reviews.density', log).actual).toBe(4)
  expect(measured('reviews.hours-per-page', log).actual).toBe(0.2)
  expect(measured('reviews.findings-per-hour', log).actual).toBe(0.25)
})

test('an enhancement is measured by added + modified + deleted, never by its reused base', () => {
  const lines = { total: 500, added: 3, modified: 1, deleted: 1, reused: 495 }
  const log = [declared({ class: 'enhancement' }), size('core', lines), tests(TODAY, 50)]
  expect(measured('tests.density', log).actual).toBe(10)
})

test('a project is the sum over the sums of its components, whatever they are', () => {
  const part = fc.record({ ksloc: fc.integer({ min: 1, max: 500 }), defects: fc.nat(6), cases: fc.nat(300) })
  fc.assert(
    fc.property(part, part, (core, ui) => {
      const of = (component: string, { ksloc, defects, cases }: typeof core) => [
        size(component, { total: ksloc }),
        tests(TODAY, cases + 1, { component, planned: 400 }),
        ...Array.from({ length: defects }, () => defect('2026-11-10', { component })),
      ]
      const log = [
        declared(),
        ...of('core', core),
        ...of('ui', ui),
        defect('2026-11-10', { status: 'rejected' }),
      ]
      const whole = measured('defects.density', log)
      const parts = ['core', 'ui'].map((component) => measured('defects.density', log, { component }))
      expect(whole.numerator).toBe(core.defects + ui.defects)
      expect(whole.denominator).toBe(core.ksloc + ui.ksloc)
      expect(parts.map(({ numerator }) => numerator)).toEqual([core.defects, ui.defects])
      const densities = parts.map(({ actual }) => actual!)
      expect(whole.actual).toBeGreaterThanOrEqual(Math.min(...densities) - 1e-12)
      expect(whole.actual).toBeLessThanOrEqual(Math.max(...densities) + 1e-12)
    }),
    { numRuns: 40 },
  )
})

test('every indicator at once, of the project and by phase or by component', () => {
  const log = [
    declared(),
    size('core', { total: 4 }),
    tests(TODAY, 50),
    defect('2026-11-10', { component: 'core' }),
  ]
  const byPhase = measureAll(viewOf(log))
  expect(byPhase.filter(({ indicator }) => indicator === 'tests.density').map(({ phase }) => phase)).toEqual([
    null,
    'bd',
    'code',
    'it',
    'st',
  ])
  const byComponent = measureAll(viewOf(log), 'component')
  const density = byComponent.filter(({ indicator }) => indicator === 'defects.density')
  expect(density.map(({ component, measurement }) => [component, measurement.actual])).toEqual([
    [null, 0.25],
    ['core', 0.25],
    ['ui', null],
  ])
  expect(byComponent.filter(({ indicator }) => indicator === 'evm.spi')).toHaveLength(1)
})
