import { beforeAll, expect, test } from 'vitest'
import {
  baselinesAnswer,
  chartAnswer,
  paretoAnswer,
  pbCurveAnswer,
  warningsAnswer,
  zonesAnswer,
} from '../../schemas/answers-quality.ts'
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
