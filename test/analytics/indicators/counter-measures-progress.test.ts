import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { laplaceTrend } from '../../../analytics/reliability/trend.ts'
import { projectFailures } from '../../../analytics/reliability/project-failures.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf } from '../../helpers/assessing.ts'
import {
  declaration,
  fact,
  noon,
  plan,
  replacing,
  shippingFacts,
  TODAY,
} from '../../helpers/project-facts.ts'
import { read } from '../../examples/portfolio-fixture.ts'
import { viewOf } from './measuring.ts'
import { asked, assessedWith } from './playing.ts'

const facts = shippingFacts()
const DAY = 86_400_000
const dateOf = (start: string, day: number) => new Date(noon(start) + day * DAY).toISOString().slice(0, 10)

/** The shipping project with another plan and, of its last package, other progress. */
function replanned(workPackages: object[], ...progress: object[]): Fact[] {
  const baselined = fact('plan.baselined', { ...plan, workPackages }, { occurredAt: noon('2026-10-01') })
  const reports = progress.map((data) => fact('progress.reported', data, { occurredAt: noon(TODAY) }))
  return replacing(replacing(facts, 'plan.baselined', baselined), 'progress.reported', ...reports)
}

const finished = { workPackage: 'w1', asOf: '2026-10-30', finishedOn: '2026-10-30', objective: true }

test('level of effort beside late work: SPI is that of the discrete work', () => {
  const effort = {
    id: 'loe',
    phase: 'code',
    plannedStart: '2026-10-01',
    plannedFinish: TODAY,
    budget: 9000,
    method: 'loe',
  }
  const log = replanned([...plan.workPackages, effort], finished, {
    workPackage: 'w2',
    asOf: TODAY,
    unitsDone: 120,
  })
  const verdict = assessed(log)
  expect(reasonsOf(verdict)).toContain('CONDITION_FAILED schedule-performance')
  const spi = verdict.content.conditions.find(({ id }) => id === 'schedule-performance')!
  expect(spi.actual).toBeCloseTo((600 + 240) / 1000, 12) // with the 9000 it would be 0.98
})

test('finished far too late: SPI is 1 again, SPI(t) is not', () => {
  const early = plan.workPackages.map((work) => ({
    ...work,
    plannedStart: '2026-10-01',
    plannedFinish: '2026-10-12',
  }))
  const log = replanned(early, finished, {
    workPackage: 'w2',
    asOf: TODAY,
    unitsDone: 200,
    finishedOn: TODAY,
    objective: true,
  })
  const verdict = assessed(log)
  expect(verdict.content.conditions.find(({ id }) => id === 'schedule-performance')?.actual).toBe(1)
  expect(reasonsOf(verdict)).toContain('CONDITION_FAILED earned-schedule')
})

test.each([
  ['tests.reported', 'SOURCE_MISSING completeness'],
  ['size.measured', 'CONDITION_NO_DATA system-test-density'],
  ['cost.booked', 'SOURCE_MISSING completeness'],
] as const)('without %s nothing passes for want of data', (kind, reason) => {
  const verdict = assessed(replacing(facts, kind))
  expect(verdict.content.recommendation).toBe('HOLD')
  expect(reasonsOf(verdict)).toContain(reason)
})

test('no defect because the tracker is not connected, or because nothing was tested, is not zero', () => {
  const silent = assessed(replacing(facts, 'defect.reported'))
  expect(reasonsOf(silent)).toContain('CONDITION_NO_DATA open-critical')
  const untested = fact('tests.reported', {
    phase: 'st',
    asOf: TODAY,
    planned: 200,
    executed: 0,
    passed: 0,
    failed: 0,
  })
  expect(reasonsOf(assessed(replacing(facts, 'tests.reported', untested)))).toContain(
    'CONDITION_NO_DATA system-test-defect-density',
  )
})

test('a pause of the tests makes the calendar converge; on executed cases nothing has', () => {
  const found = (day: number, n: number) =>
    fact(
      'defect.reported',
      {
        defect: `P${day}-${n}`,
        severity: 'minor',
        status: 'closed',
        phaseFound: 'st',
        component: 'core',
        detectedAt: `${dateOf('2026-10-05', day)}T10:00:00+09:00`,
        closedAt: `${dateOf('2026-10-05', day)}T18:00:00+09:00`,
      },
      { occurredAt: noon(dateOf('2026-10-05', day)) + 7 * 3_600_000 },
    )
  const days = Array.from({ length: 16 }, (_, day) => day)
  const log = [
    ...replacing(replacing(facts, 'defect.reported'), 'tests.reported'),
    ...days.flatMap((day) => [found(day, 0), found(day, 1), found(day, 2)]),
    ...[...days, 46].map((day) => {
      const executed = 12 * Math.min(day + 1, 16)
      const asOf = dateOf('2026-10-05', day)
      const counts = { planned: 200, executed, passed: executed, failed: 0 }
      return fact('tests.reported', { phase: 'st', asOf, ...counts }, { occurredAt: noon(asOf) })
    }),
  ]
  const slice = { view: viewOf(log), phases: ['st'], component: null }
  expect(laplaceTrend(projectFailures(slice, 'days').data!)).toBeLessThan(-1.645)
  const trend = asked('trend', 'reliability.trend', 'ratio', {
    upper: -1.645,
    scope: { phase: 'system-test' },
  })
  expect(reasonsOf(assessedWith(log, [trend]))).toContain('CONDITION_FAILED trend')
})

test('no policy can name the model that looks best; where models disagree nothing is promised', () => {
  const rows = parse(read('srgm/printer_ds2.csv'), { columns: true, comment: '#' }) as unknown as Record<
    string,
    string
  >[]
  const start = '2026-10-26'
  const log = [
    ...replacing(replacing(facts, 'defect.reported'), 'tests.reported'),
    ...rows.flatMap((row, day) => {
      const on = dateOf(start, Math.floor((day * 25) / rows.length))
      const executed = Number(row['ctc'])
      const counts = { planned: Number(rows.at(-1)!['ctc']), executed, passed: executed, failed: 0 }
      return [
        fact('tests.reported', { phase: 'st', asOf: on, ...counts }, { occurredAt: noon(on) + day }),
        ...Array.from({ length: Number(row['count']) }, (_, n) =>
          fact(
            'defect.reported',
            {
              defect: `P${day}-${n}`,
              severity: 'major',
              status: 'closed',
              phaseFound: 'st',
              component: 'core',
              detectedAt: `${on}T09:00:00+09:00`,
              closedAt: `${on}T10:00:00+09:00`,
            },
            { occurredAt: noon(on) },
          ),
        ),
      ]
    }),
  ]
  const residual = asked('residual', 'reliability.residual-severe-upper', 'count', {
    upper: 5,
    scope: { phase: 'system-test' },
  })
  const named = () =>
    asked('best', 'reliability.residual-severe-upper', 'count', { upper: 5, scope: { model: 'dss' } })
  expect(named).toThrow(/model/)
  const reasons = reasonsOf(assessedWith(log, [residual]))
  expect(reasons.some((reason) => /^CONDITION_(?:NO_DATA|FAILED) residual$/.test(reason))).toBe(true)
})

test('increments: what the first one has tested does not stand for the second', () => {
  const phases = [
    { id: 'inc1', kind: 'system-test', plannedStart: '2026-10-01', plannedFinish: '2026-10-30' },
    { id: 'inc2', kind: 'system-test', plannedStart: '2026-11-02', plannedFinish: '2026-11-20' },
  ]
  const counts = (phase: string, planned: number, executed: number) =>
    fact('tests.reported', { phase, asOf: TODAY, planned, executed, passed: executed, failed: 0 })
  const declared = fact('project.declared', { ...declaration, phases }, { occurredAt: noon('2026-10-01') })
  const log = [
    ...replacing(replacing(facts, 'project.declared', declared), 'tests.reported'),
    counts('inc1', 900, 990),
    counts('inc2', 100, 10),
  ]
  const verdict = assessed(log, { gate: 'inc2' })
  expect(reasonsOf(verdict)).toContain('CONDITION_FAILED phase-test-consumption')
  const own = verdict.content.conditions.find(({ id }) => id === 'phase-test-consumption')
  expect(own).toMatchObject({ actual: 10, numerator: 10, denominator: 100 })
})

test('a verdict is never alone: every condition shows value, limits, sample, age, state and source', () => {
  const { content } = assessed(replacing(facts, 'size.measured'))
  expect(content.recommendation).toBe('HOLD')
  expect(content.policy).toMatchObject({
    id: 'standard',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  })
  expect(content.metricVersions['tests.density']).toBe(2)
  for (const condition of content.conditions) {
    expect(Object.keys(condition)).toEqual(
      expect.arrayContaining([
        'actual',
        'numerator',
        'denominator',
        'unit',
        'lower',
        'upper',
        'sampleSize',
        'dataAgeDays',
        'state',
        'why',
        'facts',
      ]),
    )
    expect(condition.state === 'PASS' || condition.state === 'FAIL').toBe(condition.actual !== null)
  }
})
