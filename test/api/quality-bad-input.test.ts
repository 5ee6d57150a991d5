import { beforeAll, describe, expect, test } from 'vitest'
import { indicatorsAnswer, readiness } from '../../schemas/answers.ts'
import { warningsAnswer } from '../../schemas/answers-quality.ts'
import type { FactKind } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'

let api: TestApi
let serial = 0
beforeAll(async () => {
  api = await openTestApi()
})

/** A project of its own with the shipping project's facts and one event more, as it was sent. */
async function played(kind: FactKind, data: object) {
  serial += 1
  const project = `bad-${serial}`
  await api.send(shippingFacts().map((known) => asEvent({ ...known, project, id: `${project}-${known.id}` })))
  const event = {
    specversion: '1.0',
    type: `dev.kanmon.${kind}.v1`,
    source: 'urn:test',
    id: `${project}-bad`,
    subject: project,
    time: new Date(noon(TODAY)).toISOString(),
    data,
  }
  const { body } = await api.post('/v1/events', [event])
  return { project, quarantined: (body as { quarantined: { code: string }[] }).quarantined }
}

const warningsOf = async (project: string) => {
  const { warnings } = await api.read(`/v1/projects/${project}/warnings`, warningsAnswer)
  return warnings.map(({ code }) => code)
}
const counts = { phase: 'st', asOf: TODAY, planned: 200, executed: 200, passed: 200, failed: 0 }
const size = { component: 'core', asOf: TODAY, counter: { name: 'cloc' } }
const defect = {
  defect: 'D9',
  severity: 'minor',
  status: 'closed',
  phaseFound: 'st',
  detectedAt: '2026-11-09T10:00:00+09:00',
  closedAt: '2026-11-12T10:00:00+09:00',
}

describe('quarantined, with the reason', () => {
  test.each<[string, FactKind, object, string]>([
    ['a negative size', 'size.measured', { ...size, ksloc: { total: -1 } }, 'OUT_OF_RANGE'],
    ['negative function points', 'size.measured', { ...size, functionPoints: -3 }, 'OUT_OF_RANGE'],
    ['passed + failed > executed', 'tests.reported', { ...counts, failed: 1 }, 'INCONSISTENT'],
    [
      'closed before detected',
      'defect.reported',
      { ...defect, closedAt: '2026-11-08T10:00:00+09:00' },
      'INCONSISTENT',
    ],
    [
      'fixed before detected',
      'defect.reported',
      { ...defect, fixedAt: '2026-11-08T10:00:00+09:00' },
      'INCONSISTENT',
    ],
    ['a negative count of cases', 'tests.reported', { ...counts, planned: -1 }, 'OUT_OF_RANGE'],
  ])('%s', async (_, kind, data, code) => {
    const { quarantined } = await played(kind, data)
    expect(quarantined.map((entry) => entry.code)).toEqual([code])
  })
})

describe('stored, and a finding', () => {
  test('size 0: no division, the reason, HOLD', async () => {
    const { project, quarantined } = await played('size.measured', { ...size, ksloc: { total: 0 } })
    expect(quarantined).toEqual([])
    const { indicators } = await api.read(`/v1/projects/${project}/indicators`, indicatorsAnswer)
    const density = indicators.filter(
      ({ indicator, phase }) => indicator.endsWith('density') && phase === null,
    )
    expect(density.length).toBeGreaterThan(4)
    for (const { actual } of density) expect(actual).toBeNull()
    expect(density.find(({ indicator }) => indicator === 'tests.density')?.why).toBe('ZERO_SIZE')
    const { recommendation, reasons } = await api.read(`/v1/projects/${project}/readiness`, readiness)
    expect(recommendation).toBe('HOLD')
    expect(reasons.map(({ code }) => code)).toContain('CONDITION_NO_DATA')
  })

  test.each<[string, FactKind, object, string]>([
    ['executed > planned', 'tests.reported', { ...counts, planned: 150 }, 'EXECUTED_ABOVE_PLANNED'],
    [
      'passed + failed + blocked > executed',
      'tests.reported',
      { ...counts, blocked: 7 },
      'OUTCOMES_ABOVE_EXECUTED',
    ],
    [
      'a review of an unknown phase',
      'review.held',
      { review: 'R1', phase: 'nowhere', date: TODAY, effortHours: 1, findings: {} },
      'UNKNOWN_NAME',
    ],
    [
      'a run of an unknown component',
      'testrun.finished',
      {
        run: 'r1',
        suite: 's',
        phase: 'st',
        component: 'nothing',
        finishedAt: `${TODAY}T09:00:00+09:00`,
        total: 1,
        passed: 1,
        failed: 0,
      },
      'UNKNOWN_NAME',
    ],
    [
      'an unknown phase of origin',
      'defect.reported',
      { ...defect, phaseInjected: 'nowhere' },
      'UNKNOWN_NAME',
    ],
  ])('%s', async (_, kind, data, code) => {
    const { project, quarantined } = await played(kind, data)
    expect(quarantined).toEqual([])
    expect(await warningsOf(project)).toContain(code)
  })

  test.each<[string, FactKind, object]>([
    ['tests of an unknown phase', 'tests.reported', { ...counts, phase: 'nowhere' }],
    ['tests of an unknown component', 'tests.reported', { ...counts, component: 'nothing' }],
    ['a defect of an unknown phase', 'defect.reported', { ...defect, phaseFound: 'nowhere' }],
    ['a defect of an unknown component', 'defect.reported', { ...defect, component: 'nothing' }],
    [
      'the size of an unknown component',
      'size.measured',
      { ...size, component: 'nothing', ksloc: { total: 1 } },
    ],
  ])('%s: a contradiction, and HOLD', async (_, kind, data) => {
    const { project, quarantined } = await played(kind, data)
    expect(quarantined).toEqual([])
    const { recommendation, reasons } = await api.read(`/v1/projects/${project}/readiness`, readiness)
    expect(recommendation).toBe('HOLD')
    expect(reasons.map(({ code }) => code)).toContain('CONTRADICTION')
  })
})
