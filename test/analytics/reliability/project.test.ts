import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { stateAt } from '../../../analytics/facts/state.ts'
import { projectView } from '../../../analytics/indicators/build-view.ts'
import type { Slice } from '../../../analytics/indicators/slice.ts'
import {
  convergenceRatioLower,
  growthTrend,
  residualSevereUpper,
} from '../../../analytics/reliability/measurements.ts'
import { projectAnalysis } from '../../../analytics/reliability/project-analysis.ts'
import { reliabilityReport } from '../../../analytics/reliability/report.ts'
import { projectFailures } from '../../../analytics/reliability/project-failures.ts'
import { bootstrapInTurns } from '../../../api/routes/reliability-bootstrap.ts'
import { reliabilityAnswer } from '../../../schemas/answers-reliability.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../../schemas/facts/project.ts'
import { asEvent, openTestApi, type TestApi } from '../../helpers/api.ts'
import { declaration, fact, noon, TODAY } from '../../helpers/project-facts.ts'

const FIRST = toEpochDay('2026-11-02')
const CONVERGING = [12, 10, 8, 7, 5, 5, 4, 3, 3, 2, 2, 1, 1, 1, 0, 1, 0, 0, 0]

/** A project whose defects were found so many a day from the start of its system test, one in four critical. */
function project(perDay: readonly number[], casesPerDay: number | null): Fact[] {
  const facts = [fact('project.declared', declaration, { occurredAt: noon('2026-10-01') })]
  let serial = 0
  perDay.forEach((count, day) => {
    const date = fromEpochDay(FIRST + day)
    for (let n = 0; n < count; n += 1) {
      serial += 1
      const severity = serial % 4 === 0 ? 'critical' : 'minor'
      const detectedAt = `${date}T10:00:00+09:00`
      facts.push(
        fact(
          'defect.reported',
          { defect: `D${serial}`, severity, status: 'open', phaseFound: 'st', detectedAt },
          { occurredAt: noon(date) },
        ),
      )
    }
    if (casesPerDay === null) return
    const executed = (day + 1) * casesPerDay
    const counts = { planned: 20 * casesPerDay, executed, passed: executed, failed: 0 }
    facts.push(fact('tests.reported', { phase: 'st', asOf: date, ...counts }, { occurredAt: noon(date) }))
  })
  return facts
}

function sliceOf(facts: readonly Fact[]): Slice {
  const declared = facts[0]?.data as ProjectDeclared
  const view = projectView(stateAt('p', facts, noon(TODAY)), declared, () => new Set(), 80, facts)
  return { view, phases: null, component: null }
}

test('executed cases are the axis when their volume is known, else days; either may be asked for', () => {
  const known = sliceOf(project(CONVERGING, 10))
  expect(projectFailures(known)).toMatchObject({ axis: 'cases', data: { events: 65, observedUntil: 190 } })
  expect(projectFailures(known, 'days')).toMatchObject({ axis: 'days', data: { observedUntil: 19 } })
  const unknown = sliceOf(project(CONVERGING, null))
  expect(projectFailures(unknown)).toMatchObject({ axis: 'days', data: { events: 65 } })
  expect(projectFailures(unknown, 'cases')).toMatchObject({ axis: 'cases', data: null })
})

test('a converging project has numbers, at the ends of their intervals', () => {
  const slice = sliceOf(project(CONVERGING, 10))
  expect(growthTrend(slice).actual).toBeLessThan(-1.645)
  const residual = residualSevereUpper(slice)
  expect(residual).toMatchObject({ why: null, sampleSize: 65 })
  expect(residual.actual).toBeGreaterThan(0)
  const ratio = convergenceRatioLower(slice)
  expect(ratio.actual).toBeGreaterThan(0.5)
  expect(ratio.actual).toBeLessThan(1)
})

test('not assessable is no number, with its reason; the trend still says how bad it is', () => {
  const rising = sliceOf(project([...CONVERGING].reverse(), 10))
  expect(residualSevereUpper(rising)).toMatchObject({ actual: null, why: 'NO_FINITE_ESTIMATE' })
  expect(convergenceRatioLower(rising)).toMatchObject({ actual: null, why: 'NO_FINITE_ESTIMATE' })
  expect(growthTrend(rising).actual).toBeGreaterThan(1.645)
  expect(growthTrend(sliceOf(project([1, 0, 1], 10)))).toMatchObject({ actual: null, why: 'TOO_FEW_EVENTS' })
  expect(growthTrend(sliceOf(project([0], 10)))).toMatchObject({ actual: null, why: 'NO_DEFECTS_REPORTED' })
})

test('the conditions of a verdict share one analysis; another selection has its own', () => {
  const slice = sliceOf(project(CONVERGING, 10))
  const shared = projectAnalysis(slice)
  expect(projectAnalysis({ ...slice })).toBe(shared)
  expect(projectAnalysis(slice, 'days')).not.toBe(shared)
  expect(projectAnalysis({ ...slice, phases: ['st'] })).not.toBe(shared)
  expect(projectAnalysis(sliceOf(project(CONVERGING, 10)))).not.toBe(shared)
  const again = projectAnalysis(sliceOf(project(CONVERGING, 10)))
  expect(reliabilityReport(again.analysis!)).toEqual(reliabilityReport(shared.analysis!))
})

test('a bootstrap too large for one request is refused, and one that takes too long given up', async () => {
  const { analysis } = projectAnalysis(sliceOf(project(CONVERGING, 10)))
  const many = { ...analysis!, data: { ...analysis!.data, events: 1_000_000 } }
  const plan = { replicates: 20, seed: 1 }
  await expect(bootstrapInTurns(many, plan, () => 0)).rejects.toMatchObject({ code: 'BOOTSTRAP_TOO_LARGE' })
  let now = 0
  const slow = bootstrapInTurns(analysis!, plan, () => (now += 20_000))
  await expect(slow).rejects.toMatchObject({ code: 'BOOTSTRAP_TOO_LARGE', field: 'bootstrap' })
})

describe('GET /v1/projects/{project}/reliability', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await openTestApi()
    await api.send(project(CONVERGING, 10).map(asEvent))
  })
  afterAll(() => api.store.close())

  test('answers by the axis asked for, at a moment', async () => {
    const { status, body } = await api.get('/v1/projects/p/reliability')
    expect(status).toBe(200)
    expect(reliabilityAnswer.parse(body)).toMatchObject({ axis: 'cases', data: { events: 65 } })
    const days = await api.get('/v1/projects/p/reliability?axis=days&phase=st')
    expect(days.body).toMatchObject({ axis: 'days', phase: 'st' })
    const early = await api.get('/v1/projects/p/reliability?at=2026-11-04')
    expect(early.body).toMatchObject({ data: { events: 30 } })
    const other = await api.get('/v1/projects/p/reliability?phase=code&axis=cases')
    expect(other.body).toMatchObject({ data: null, notAssessable: ['NO_EVENTS'] })
  })

  test('targets and bootstrap are as asked for, the bootstrap the same for the same seed', async () => {
    const asked = 'mission=10&target=0.9&residual=0.5&bootstrap=40&seed=3'
    const { status, body } = await api.get(`/v1/projects/p/reliability?${asked}`)
    expect(status).toBe(200)
    const { selected } = reliabilityAnswer.parse(body)
    expect(selected?.outlook).toMatchObject({
      mission: 10,
      timeToResidual: { target: 0.5 },
      timeToReliability: { target: 0.9 },
    })
    expect(selected?.bootstrap).toMatchObject({ replicates: 40, seed: 3 })
    expect(selected?.bootstrap?.omega[0]).toBeGreaterThan(30)
    const again = await api.get(`/v1/projects/p/reliability?${asked}`)
    expect(again.body).toEqual(body)
  })

  test('refuses a bootstrap that is too much and targets that are none', async () => {
    const refused = ['bootstrap=1001', 'bootstrap=0', 'seed=-1', 'target=1', 'mission=0', 'residual=-1']
    for (const query of refused) {
      const { status, body } = await api.get(`/v1/projects/p/reliability?${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ code: 'INVALID_REQUEST', field: query.split('=')[0] })
    }
  })

  test('refuses an axis there is not, and a project nobody knows', async () => {
    expect((await api.get('/v1/projects/p/reliability?axis=hours')).status).toBe(400)
    expect((await api.get('/v1/projects/unknown/reliability')).status).toBe(404)
  })
})
