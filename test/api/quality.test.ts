import { beforeAll, expect, test } from 'vitest'
import {
  baselinesAnswer,
  chartAnswer,
  paretoAnswer,
  pbCurveAnswer,
  warningsAnswer,
  zonesAnswer,
} from '../../schemas/answers-quality.ts'
import { indicatorsAnswer } from '../../schemas/answers.ts'
import { HISTORY_VERSION } from '../../analytics/zones/history.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../helpers/project-facts.ts'

/** The facts of the shipping project as those of another one. */
const as = (project: string, facts: readonly Fact[]) =>
  facts.map((known) => asEvent({ ...known, project, id: `${project}-${known.id}` }))

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.send(as('p', shippingFacts()))
})

test('zones, charts, warnings and baselines of a project', async () => {
  const path = '/v1/projects/p'
  const zones = await api.get(`${path}/zones`)
  expect(zones.status).toBe(200)
  const { zones: found } = zonesAnswer.parse(zones.body)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({
    phase: 'st',
    component: null,
    test: { value: 20, level: 'high', limits: { lower: 3.92, upper: 17.94 } },
    defect: { value: 0.5, level: 'standard' },
    reading: 'INEFFICIENT_OR_RISKY',
    asksForAnalysis: true,
    answer: null,
    limits: { name: 'ipa-2018-2019', external: true },
  })
  const japanese = zonesAnswer.parse((await api.get(`${path}/zones?lang=ja`)).body)
  expect(japanese.zones[0]?.message).toContain('テスト')

  const own = zonesAnswer.parse((await api.get(`${path}/zones?baseline=own`)).body)
  expect(own.zones[0]).toMatchObject({ reading: null, why: 'NO_REFERENCE_VALUES', limits: null })

  const pb = pbCurveAnswer.parse((await api.get(`${path}/charts/pb`)).body)
  expect(pb).toMatchObject({ state: 'CONVERGING', casesRemaining: 0, slopeRatio: 0 })
  expect(pb.points.map(({ executed }) => executed)).toEqual([80, 200])
  for (const kind of ['u', 'laney', 'c', 'ewma', 'cusum']) {
    const chart = chartAnswer.parse((await api.get(`${path}/charts/${kind}`)).body)
    expect(chart.points).toHaveLength(2)
    expect(chart.provisional).toBe(true)
  }
  const components = chartAnswer.parse((await api.get(`${path}/charts/u?of=components`)).body)
  expect(components.points).toMatchObject([{ label: 'core', value: 0.5, signal: false }])
  const pareto = paretoAnswer.parse((await api.get(`${path}/charts/pareto`)).body)
  expect(pareto.components).toMatchObject([{ component: 'core', defects: 5, cumulativeShare: 1 }])
  expect((await api.get(`${path}/charts/pie`)).status).toBe(400)
  expect((await api.get(`${path}/charts/u?phase=nowhere`)).body).toMatchObject({ code: 'INVALID_REQUEST' })

  const warned = warningsAnswer.parse((await api.get(`${path}/warnings`)).body)
  expect(warned.warnings.map(({ code }) => code)).toEqual(['REPORTS_MISSING'])
  expect(warned.warnings[0]?.message).toContain('progress.reported')
  expect((await api.get('/v1/projects/nobody/zones')).status).toBe(404)
})

test('the history of five finished projects takes the place of the published limits', async () => {
  const shipped = (project: string, cases: number) =>
    as(project, [
      ...replacing(
        shippingFacts(),
        'tests.reported',
        fact('tests.reported', {
          phase: 'st',
          asOf: TODAY,
          planned: cases,
          executed: cases,
          passed: cases,
          failed: 0,
        }),
      ),
      fact(
        'project.declared',
        { ...declaration, status: 'shipped', shippedAt: '2026-11-20T11:00:00+09:00' },
        { occurredAt: noon(TODAY) },
      ),
    ])
  for (const [i, cases] of [150, 160, 170, 200, 240].entries()) await api.send(shipped(`old-${i}`, cases))

  const { baselines } = baselinesAnswer.parse((await api.get('/v1/baselines')).body)
  expect(baselines[0]).toMatchObject({
    name: 'history/new/system-test',
    external: false,
    projects: 5,
    usable: true,
    testsPerKsloc: { lower: 16, median: 17, upper: 20 },
  })
  expect(baselines.filter(({ external }) => external)).toHaveLength(4)
  const { zones } = zonesAnswer.parse((await api.get('/v1/projects/p/zones')).body)
  expect(zones[0]).toMatchObject({
    reading: 'STANDARD',
    lowConfidence: true,
    limits: { external: false, projects: 5 },
  })
  const named = zonesAnswer.parse((await api.get('/v1/projects/p/zones?baseline=ipa-2018-2019')).body)
  expect(named.zones[0]?.limits?.external).toBe(true)
})

test('an indicator carries version, unit, what it counts, parts, sample, age and every kind of fact behind it', async () => {
  const path = '/v1/projects/p'
  const { indicators, limits } = await api.read(`${path}/indicators`, indicatorsAnswer)
  expect(limits).toEqual([])
  const density = indicators.find(
    ({ indicator, phase }) => indicator === 'defects.density' && phase === 'st',
  )!
  expect(density).toMatchObject({
    version: 2,
    unit: 'defects/KSLOC',
    counts: 'symptoms',
    numerator: 5,
    denominator: 10,
    sampleSize: 10,
    actual: 0.5,
    dataUpTo: '2026-11-12',
    dataAgeDays: 8,
    cause: null,
  })
  expect(density.sources).toEqual(
    ['defect.reported', 'tests.reported', 'size.measured'].map((kind) => `${path}/facts?kind=${kind}`),
  )
  const links = new Set(indicators.flatMap(({ facts, sources }) => [facts, ...sources]))
  for (const link of links) expect((await api.get(link)).status, link).toBe(200)
})

test('expected defects are held against the limits that were asked for, which are named', async () => {
  const of = async (baseline: string) => {
    const answer = await api.read(`/v1/projects/p/indicators?baseline=${baseline}`, indicatorsAnswer)
    const found = answer.indicators.find(
      ({ indicator, phase }) => indicator === 'defects.actual-to-expected' && phase === null,
    )!
    return { limits: answer.limits, found }
  }
  const external = await of('ipa-2018-2019')
  expect(external.limits).toMatchObject([{ name: 'ipa-2018-2019', external: true, projects: null }])
  expect(external.found.actual).toBeCloseTo(100 * (5 / (10 * 0.32)), 10)
  const own = await of('own')
  expect(own.limits).toMatchObject([{ name: 'history/new/system-test', external: false, projects: 5 }])
  expect(own.found.actual).toBe(100)
  expect((await api.get('/v1/projects/p/indicators?baseline=somebody')).status).toBe(400)
})

test('reopened defects by cause', async () => {
  const { indicators } = await api.read('/v1/projects/p/indicators?by=cause', indicatorsAnswer)
  const rates = indicators.filter(({ indicator }) => indicator === 'defects.reopen-rate')
  expect(rates.map(({ cause, numerator, denominator }) => [cause, numerator, denominator])).toEqual([
    [null, 0, 5],
    ['', 0, 5],
  ])
  expect(indicators.filter(({ indicator }) => indicator === 'tests.density')).toHaveLength(1)
})

test('charts with a memory take target, sigma and widths; their signals are findings', async () => {
  const path = '/v1/projects/p/charts'
  const query = 'ewma?lambda=1&limit=2&target=2&sigma=1'
  const chart = await api.read(`${path}/${query}`, chartAnswer)
  expect(chart).toMatchObject({ centre: 2, options: { lambda: 1, limit: 2, target: 2, sigma: 1 } })
  expect(chart.points.map(({ value }) => value)).toEqual([6.25, 0])
  expect(chart.findings).toMatchObject([
    { code: 'ABOVE_UPPER', label: '2026-11-10', value: 6.25 },
    { code: 'BELOW_LOWER', label: '2026-11-20', value: 0 },
  ])
  expect(chart.findings[0]?.message).toBe('2026-11-10: 6.25 lies above the upper limit of 4.236.')
  const japanese = await api.read(`${path}/${query}&lang=ja`, chartAnswer)
  expect(japanese.findings[0]?.message).toContain('管理限界')
  for (const [wrong, field] of [
    ['u?lambda=0.2', 'lambda'],
    ['cusum?h=0', 'h'],
    ['ewma?lambda=2', 'lambda'],
    ['pb?sigma=1', 'sigma'],
  ] as const)
    expect((await api.get(`${path}/${wrong}`)).body, wrong).toMatchObject({
      status: 400,
      detail: expect.stringContaining(field) as string,
    })
  expect((await api.get('/v1/projects/p/zones?phase=nowhere')).status).toBe(400)
})

test('warnings say how often a signal must be up', async () => {
  const { warnings } = await api.read('/v1/projects/p/warnings', warningsAnswer)
  expect(warnings.find(({ code }) => code === 'REPORTS_MISSING')?.damping).toEqual({ needed: 2, of: 4 })
})

test('baselines are dated by the projects behind them', async () => {
  const { version, baselines } = await api.read('/v1/baselines', baselinesAnswer)
  expect(version).toBe(HISTORY_VERSION)
  expect(baselines[0]).toMatchObject({ shippedFrom: TODAY, shippedUntil: TODAY, projects: 5 })
  const external = baselines.filter((baseline) => baseline.external)
  for (const { source, shippedFrom } of external)
    expect([source.slice(0, 3), shippedFrom]).toEqual(['IPA', null])
  const before = await api.read('/v1/baselines?asOf=2026-11-19', baselinesAnswer)
  expect(before.baselines.filter((baseline) => !baseline.external)).toEqual([])
})
