import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { zones } from '../../../analytics/zones/analysis.ts'
import { externalLimits } from '../../../analytics/zones/external-limits.ts'
import {
  densitySamples,
  historyBaselines,
  LEAST_PROJECTS,
  ownLimits,
} from '../../../analytics/zones/history.ts'
import { levelOf, levelOfEstimate, readings } from '../../../analytics/zones/zone.ts'
import { rateInterval } from '../../../analytics/statistics/intervals.ts'
import { fact, TODAY } from '../../helpers/project-facts.ts'
import { describeReference, readJson } from '../evm/reference-data.ts'
import { declared, defect, measured, size, tests, viewOf } from '../indicators/measuring.ts'

const band = { lower: 4, median: 9, upper: 18 }
const limits = {
  name: 'own',
  external: false,
  source: 'own',
  projects: 12,
  tests: band,
  defects: { lower: 0.1, median: 0.3, upper: 0.8 },
}
const scope = { zoneLimits: { source: 'own', tests: limits.tests, defects: limits.defects } }

/** A project of 100 KSLOC with so many executed cases and defects in system test. */
const project = (cases: number, defects: number) => [
  declared(),
  size('core', { total: 90 }),
  size('ui', { total: 10 }),
  tests(TODAY, cases, { planned: 4000 }),
  ...Array.from({ length: defects }, () => defect('2026-11-10', { component: 'core' })),
]

describe('nine zones by (test, defect)', () => {
  test.each([
    [200, 1, 'low', 'low', 'NOT_ASSESSABLE'],
    [200, 30, 'low', 'standard', 'MORE_TESTS_NEEDED'],
    [200, 200, 'low', 'high', 'POOR_AND_UNDER_TESTED'],
    [900, 1, 'standard', 'low', 'GOOD_OR_TESTS_MISS'],
    [900, 30, 'standard', 'standard', 'STANDARD'],
    [900, 200, 'standard', 'high', 'QUALITY_PROBLEM'],
    [2500, 1, 'high', 'low', 'OVER_TESTED_OR_WEAK_CASES'],
    [2500, 30, 'high', 'standard', 'INEFFICIENT_OR_RISKY'],
    [2500, 200, 'high', 'high', 'POOR_UPSTREAM_QUALITY'],
  ])('%d cases and %d defects in 100 KSLOC: (%s, %s)', (cases, defects, testLevel, defectLevel, reading) => {
    const [zone] = zones(viewOf(project(cases, defects)), ['st'], () => limits)
    expect(zone?.levels).toEqual({ test: testLevel, defect: defectLevel })
    expect(zone?.reading).toBe(reading)
    expect(zone?.asksForAnalysis).toBe(reading !== 'STANDARD')
  })

  test('few tests are never good, whatever the defects', () => {
    for (const reading of Object.values(readings.low)) expect(reading).not.toBe('STANDARD')
  })
})

describe('small units', () => {
  test('0 bugs in 1 KSLOC is standard of low confidence, in 5 it is low against 0.943', () => {
    const ipa = { lower: 0.943, upper: 2.626 }
    expect(levelOfEstimate(rateInterval(0, 1), ipa)).toEqual({ level: 'standard', lowConfidence: true })
    expect(levelOfEstimate(rateInterval(0, 5), ipa)).toEqual({ level: 'low', lowConfidence: false })
  })

  test('ant 1.7 by its own package: rmic, 7 bugs in 1.025 KSLOC, is high beyond doubt; 2 bugs are not', () => {
    const ipa = { lower: 0.943, upper: 2.626 }
    expect(levelOfEstimate(rateInterval(7, 1.025), ipa)).toEqual({ level: 'high', lowConfidence: false })
    expect(levelOfEstimate(rateInterval(4, 1.025), ipa)).toEqual({ level: 'standard', lowConfidence: true })
  })

  test('the more exposure, the less doubt; a sure level is that of the value', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0.1, max: 500, noNaN: true }), (count, ksloc) => {
        const { level, lowConfidence } = levelOfEstimate(rateInterval(count, ksloc), limits.defects)
        if (lowConfidence) expect(level).toBe('standard')
        else expect(level).toBe(levelOf(count / ksloc, limits.defects))
      }),
    )
  })
})

test('components with tests of their own have zones; one whose tests are in the total has none', () => {
  const log = [
    ...project(900, 30),
    tests(TODAY, 700, { component: 'core', planned: 900 }),
    tests(TODAY, 5, { component: 'ui', planned: 900 }),
  ]
  const found = zones(viewOf(log), ['st'], () => limits)
  expect(found.map(({ component }) => component)).toEqual([null, 'core', 'ui'])
  expect(found.at(-1)?.levels?.test).toBe('low')
  expect(zones(viewOf(project(900, 30)), ['st'], () => limits)).toHaveLength(1)
})

describe('a zone asks a question, and the answer is a fact', () => {
  const answer = (zone: object) =>
    fact('zone.analysed', {
      phase: 'st',
      zone,
      conclusion: 'Viewpoints reviewed, 12 cases added.',
      analyst: 'M. Ito',
      analysedAt: '2026-11-19T10:00:00+09:00',
    })
  const log = project(2500, 200)

  test('without an answer it counts, with the answer to this zone it does not', () => {
    expect(measured('zones.unanalysed', log, { phases: ['st'], scope }).actual).toBe(1)
    const answered = [...log, answer({ test: 'high', defect: 'high' })]
    expect(measured('zones.unanalysed', answered, { phases: ['st'], scope }).actual).toBe(0)
  })

  test('an answer to another zone is out of date', () => {
    const outdated = [...log, answer({ test: 'standard', defect: 'high' })]
    expect(measured('zones.unanalysed', outdated, { phases: ['st'], scope }).actual).toBe(1)
  })

  test('a zone that cannot be told is no zone without questions: null', () => {
    expect(measured('zones.unanalysed', [declared()], { phases: ['st'], scope }).why).toBe('NO_TESTS')
    expect(measured('zones.unanalysed', log, { phases: ['st'] }).why).toBe('NO_REFERENCE_VALUES')
    expect(measured('zones.unanalysed', log, { phases: ['code'], scope }).why).toBe('NO_REFERENCE_VALUES')
  })
})

test('defects against what is usual: 100 KSLOC at a median of 0.3 are 30', () => {
  expect(measured('defects.actual-to-expected', project(900, 30), { phases: ['st'], scope }).actual).toBe(100)
  expect(measured('defects.actual-to-expected', project(900, 15), { phases: ['st'], scope }).actual).toBe(50)
})

describeReference('external limits are those of reference_values.json, quartiles only', () => {
  test.each([
    ['new', 'integration-test', 'IT'],
    ['new', 'system-test', 'ST'],
    ['enhancement', 'integration-test', 'IT'],
    ['enhancement', 'system-test', 'ST'],
  ] as const)('%s, %s', (projectClass, kind, short) => {
    type Table = Record<string, Record<string, Record<'p25' | 'median' | 'p75', number>>>
    const { ipa_2018_2019: ipa } = readJson('../reference_values.json') as {
      ipa_2018_2019: { test_cases_per_ksloc: Table; bugs_per_ksloc: Table }
    }
    const found = externalLimits('ipa-2018-2019', projectClass, kind)!
    const bandOf = ({ p25, median, p75 }: Record<'p25' | 'median' | 'p75', number>) => ({
      lower: p25,
      median,
      upper: p75,
    })
    expect(found.tests).toEqual(bandOf(ipa.test_cases_per_ksloc[projectClass]![short]!))
    expect(found.defects).toEqual(bandOf(ipa.bugs_per_ksloc[projectClass]![short]!))
    expect(found).toMatchObject({ external: true, projects: null })
    expect(found.source).toContain('IPA')
  })
  test('none for redevelopment, none for unit test', () => {
    expect(externalLimits('ipa-2018-2019', 'redevelopment', 'system-test')).toBeNull()
    expect(externalLimits('ipa-2018-2019', 'new', 'unit-test')).toBeNull()
  })
})

describe('baselines from finished projects', () => {
  const finished = (cases: number, defects: number, changes: object = {}) =>
    densitySamples(viewOf([declared(changes), ...project(cases, defects).slice(1)]))
  const samples = [100, 200, 300, 400, 500].flatMap((cases) => finished(cases, cases / 20))

  test('P25, median and P75 of type 7, with the number of projects', () => {
    const [baseline] = historyBaselines(samples)
    expect(baseline).toMatchObject({
      name: 'history/new/system-test',
      projects: 5,
      external: false,
      isUsable: true,
      tests: { lower: 2, median: 3, upper: 4 },
      defects: { lower: 0.1, median: 0.15, upper: 0.2 },
    })
  })

  test('one absurd project moves the quartiles by a rank, not the limits out of reach', () => {
    const [baseline] = historyBaselines([...samples, ...finished(400_000, 30)])
    expect(baseline!.tests.upper).toBeLessThanOrEqual(5)
  })

  test('fewer than five are shown and not used; the product line comes before the class', () => {
    expect(LEAST_PROJECTS).toBe(5)
    const few = historyBaselines(samples.slice(0, 4))
    expect(few[0]).toMatchObject({ projects: 4, isUsable: false })
    expect(ownLimits(few, { class: 'new' }, 'system-test')).toBeNull()
    const line = [600, 700, 800, 900, 1000].flatMap((cases) => finished(cases, 3, { product: 'meters' }))
    const both = historyBaselines([...samples, ...line])
    expect(ownLimits(both, { class: 'new', product: 'meters' }, 'system-test')).toMatchObject({
      product: 'meters',
      projects: 5,
    })
    expect(ownLimits(both, { class: 'new', product: 'other' }, 'system-test')).toMatchObject({
      product: null,
      projects: 10,
    })
    expect(ownLimits(both, { class: 'enhancement' }, 'system-test')).toBeNull()
  })

  test('no finished project: no baseline', () => expect(historyBaselines([])).toEqual([]))
})
