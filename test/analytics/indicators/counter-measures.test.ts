import { describe, expect, test } from 'vitest'
import { evaluateCondition } from '../../../analytics/verdict/condition.ts'
import { gateNamed } from '../../../analytics/verdict/gate.ts'
import { densitySamples, historyBaselines } from '../../../analytics/zones/history.ts'
import { assessed, reasonsOf } from '../../helpers/assessing.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../../helpers/project-facts.ts'
import { declared, defect, size, tests, viewOf } from './measuring.ts'
import { asked, assessedWith } from './playing.ts'

const facts = shippingFacts()
const counts = (planned: number, executed = planned) =>
  fact('tests.reported', { phase: 'st', asOf: TODAY, planned, executed, passed: executed, failed: 0 })
const lines = (component: string, ksloc: object) =>
  fact(
    'size.measured',
    { component, asOf: '2026-10-30', ksloc, counter: { name: 'cloc' } },
    { occurredAt: noon('2026-10-30') },
  )

describe('each trick is played, and does not give SHIP', () => {
  test('cases split or copied: the density is higher, and so few defects for so many cases hold', () => {
    const verdict = assessed(replacing(facts, 'tests.reported', counts(1900)))
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(reasonsOf(verdict)).toEqual(['CONDITION_INCONCLUSIVE system-test-detection-rate'])
    const more = assessed(replacing(facts, 'tests.reported', counts(2000)))
    expect(more.content.conditions.find(({ id }) => id === 'system-test-density')?.state).toBe('PASS')
  })

  test('more lines lower the defect density: they lower the test density too', () => {
    const verdict = assessed(replacing(facts, 'size.measured', lines('core', { total: 100 })))
    expect(reasonsOf(verdict)).toContain('CONDITION_FAILED system-test-density')
  })

  test('the reused base of an enhancement counts for nothing', () => {
    const enhancement = fact(
      'project.declared',
      { ...declaration, class: 'enhancement' },
      { occurredAt: noon('2026-10-02') },
    )
    const grown = lines('core', { total: 900, added: 8, modified: 1, deleted: 1, reused: 890 })
    const { content } = assessed([...replacing(facts, 'size.measured', grown), enhancement])
    expect(content.conditions.find(({ id }) => id === 'system-test-density')?.denominator).toBe(10)
  })

  test('few defects by few tests are not quality', () => {
    const few = replacing(facts, 'tests.reported', counts(30))
    const verdict = assessed(few)
    expect(reasonsOf(verdict)).toContain('CONDITION_FAILED system-test-density')
    const zone = asked('zone', 'zones.unanalysed', 'count', {
      upper: 0,
      scope: { phase: 'system-test', baseline: 'ipa-2018-2019' },
    })
    expect(reasonsOf(assessedWith(few, [zone]))).toContain('CONDITION_FAILED zone')
  })

  test('defects hidden as duplicates or rejected: too few are as wrong as too many', () => {
    const hidden = facts.map((known) =>
      known.kind === 'defect.reported' && known.data.defect !== 'D1'
        ? { ...known, data: { ...known.data, duplicateOf: 'D1' } }
        : known,
    )
    expect(reasonsOf(assessed(hidden))).toEqual([
      'CONDITION_FAILED system-test-defect-density',
      'CONDITION_INCONCLUSIVE system-test-detection-rate',
    ])
  })

  test('a deferred defect is open', () => {
    const deferred = defect('2026-11-10', { status: 'deferred' }, null)
    expect(reasonsOf(assessed([...facts, deferred]))).toEqual(['CONDITION_FAILED open-major'])
  })

  test('the plan cut to what was executed: consumption is 100 %, the plan is not kept', () => {
    const cut = replacing(
      facts,
      'tests.reported',
      fact(
        'tests.reported',
        { phase: 'st', asOf: '2026-11-10', planned: 400, executed: 80, passed: 75, failed: 5 },
        { occurredAt: noon('2026-11-10') },
      ),
      counts(200),
    )
    expect(reasonsOf(assessed(cut))).toEqual(['CONDITION_FAILED system-test-plan-kept'])
  })

  test('a good average cannot hide a bad module, and the mean of ratios is not the average', () => {
    const components = [{ id: 'core' }, { id: 'ui' }, { id: 'spool' }]
    const big = fact('project.declared', { ...declaration, components }, { occurredAt: noon('2026-10-02') })
    const parts = [lines('core', { total: 25 }), lines('ui', { total: 20 }), lines('spool', { total: 1 })]
    const bad = Array.from({ length: 8 }, () => defect('2026-11-10', { component: 'spool' }))
    const log = [...replacing(facts, 'size.measured', ...parts), ...bad, big]
    expect(assessed(log).content.recommendation).toBe('SHIP')
    const worst = asked('worst', 'defects.worst-component-density', 'defects/KSLOC', {
      upper: 5,
      scope: { phase: 'system-test' },
    })
    const above = asked('above', 'defects.components-above-limit', 'count', { upper: 0 })
    const verdict = assessedWith(log, [worst, above])
    expect(reasonsOf(verdict)).toEqual(['CONDITION_FAILED worst', 'CONDITION_FAILED above'])
    const found = verdict.content.conditions.find(({ id }) => id === 'worst')
    expect(found).toMatchObject({ numerator: 8, denominator: 1 })
    expect(found!.actual).toBeGreaterThan(5)
    expect(found!.actual).toBeLessThan(8) // shrunk: one KSLOC is not much to go by
  })

  test('one huge project as a standard: quartiles hardly move where the mean would be out of reach', () => {
    const sample = (cases: number) =>
      densitySamples(
        viewOf([declared(), size('core', { total: 10 }), tests(TODAY, cases), defect('2026-11-10')]),
      )
    const [usual] = historyBaselines([70, 80, 90, 100, 110, 120].flatMap(sample))
    const [withHuge] = historyBaselines([70, 80, 90, 100, 110, 120, 700_000].flatMap(sample))
    expect(withHuge!.tests.upper).toBeLessThan(usual!.tests.upper * 1.1)
  })

  test('external limits are never a silent default: a policy that does not name them is refused', () => {
    const zone = () => asked('zone', 'zones.unanalysed', 'count', { upper: 0 })
    expect(zone).toThrow(/need either baseline or zoneLimits/)
  })

  test('a complete count is not judged by an interval, nor an indicator of the project by component', () => {
    expect(() => asked('x', 'tests.consumption', 'percent', { lower: 100, interval: true })).toThrow(
      /interval/,
    )
    const scope = { component: 'core' }
    expect(() => asked('x', 'evm.spi', 'ratio', { lower: 1, scope })).toThrow(/component/)
  })

  test('severity lowered the day before the gate: the record passes, the warning does not', () => {
    const none = asked('no-warnings', 'warnings.open', 'count', { upper: 0 })
    const reported = ['2026-10-23', '2026-11-06', '2026-11-13'].map((asOf) =>
      fact('progress.reported', { workPackage: 'w2', asOf, unitsDone: 0 }, { occurredAt: noon(asOf) }),
    )
    const open = (severity: string, day: string) =>
      defect(day, { defect: 'late', severity, detectedAt: `${day}T10:00:00+09:00` }, null)
    const quiet = [...facts, ...reported]
    const log = [...quiet, open('critical', '2026-11-12'), open('minor', '2026-11-19')]
    const openCritical = assessed(log).content.conditions.find(({ id }) => id === 'open-critical')
    expect(openCritical?.state).toBe('PASS')
    expect(assessedWith(quiet, [none]).content.recommendation).toBe('SHIP')
    expect(reasonsOf(assessedWith(log, [none]))).toContain('CONDITION_FAILED no-warnings')
  })

  test('the same facts delivered again count once', () => {
    expect(assessed([...facts, ...facts]).content.score).toBe(assessed(facts).content.score)
    const repeated = viewOf([...facts, ...facts])
    expect(repeated.history?.of('defect.reported')).toHaveLength(5)
  })
})

describe('a condition judged by its interval', () => {
  const judged = (found: number, cases: number, rest: object) => {
    const log = [
      declared(),
      tests(TODAY, cases, { planned: cases }),
      ...Array.from({ length: found }, () => defect('2026-11-10')),
    ]
    const rate = asked('rate', 'defects.detection-rate', 'defects/100 cases', rest)
    return evaluateCondition(rate, viewOf(log), gateNamed('release'), null, () => undefined)
  }
  test.each([
    [10, 500, 'PASS'], // 2 per 100, 0.96 to 3.7
    [1, 500, 'INCONCLUSIVE'], // 0.2 per 100, 0.005 to 1.1
    [1, 5000, 'FAIL'], // 0.02 per 100, 0.0005 to 0.11
    [60, 500, 'INCONCLUSIVE'], // 12 per 100, 9.2 to 15.4
    [120, 500, 'FAIL'], // 24 per 100
  ])('%d defects in %d cases: %s', (found, cases, state) => {
    const result = judged(found, cases, { lower: 0.5, upper: 12, interval: true })
    expect(result.state).toBe(state)
    expect(result.why).toBe(state === 'INCONCLUSIVE' ? 'INTERVAL_COVERS_LIMIT' : null)
    expect(result.credit).toBe(state === 'PASS' ? 1 : 0)
    expect(result.interval?.[0]).toBeLessThanOrEqual(result.actual!)
  })
  test('without `interval` the value alone counts, and the interval is shown', () => {
    expect(judged(1, 500, { lower: 0.1, upper: 12 })).toMatchObject({ state: 'PASS' })
    expect(judged(1, 500, { lower: 0.1, upper: 12 }).interval).toHaveLength(2)
  })
  test('a component that was not declared is no data', () => {
    const scoped = judged(1, 500, { lower: 0.1, scope: { component: 'nowhere' } })
    expect(scoped).toMatchObject({ state: 'NO_DATA', why: 'COMPONENT_ABSENT' })
  })
})
