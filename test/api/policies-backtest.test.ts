import { beforeAll, describe, expect, test } from 'vitest'
import { portfolioShadow } from '../../schemas/answers-policy.ts'
import { backtestAnswer } from '../../schemas/backtest.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, TODAY } from '../helpers/project-facts.ts'

let api: TestApi

const DAY = 86_400_000
const SHIPPED = noon('2026-07-01')
const BEFORE = noon('2026-06-30')

/** A release known while it was made: `minor` minor defects open, shipped on 1 July, what was found later. */
interface Release {
  readonly project: string
  readonly minor: number
  readonly found?: readonly {
    readonly days: number
    readonly severity?: string
    readonly escaped?: boolean
  }[]
  readonly declared?: Record<string, unknown>
  readonly shipped?: Record<string, unknown>
}

const defect = (project: string, id: string, detectedAt: number, more: Record<string, unknown> = {}): Fact =>
  fact(
    'defect.reported',
    {
      defect: id,
      severity: 'minor',
      status: 'open',
      phaseFound: 'st',
      detectedAt: new Date(detectedAt).toISOString(),
      ...more,
    },
    { project, occurredAt: detectedAt },
  )

function factsOf({ project, minor, found = [], declared = {}, shipped = {} }: Release) {
  const own = {
    ...declaration,
    profile: 'house',
    release: { id: `${project}-r1`, plannedShipDate: '2026-07-01' },
    phases: [{ id: 'st', kind: 'system-test', plannedStart: '2026-06-01', plannedFinish: '2026-06-30' }],
    expects: [{ kind: 'defect.reported', everyDays: 60 }],
    ...declared,
  }
  const then = [
    fact('project.declared', own, { project, occurredAt: noon('2026-06-01') }),
    ...Array.from({ length: minor }, (_, n) => defect(project, `D${n}`, noon('2026-06-20'))),
  ]
  const later = [
    fact(
      'project.declared',
      { ...own, status: 'shipped', shippedAt: new Date(SHIPPED).toISOString(), ...shipped },
      { project, occurredAt: SHIPPED + 1000 },
    ),
    ...found.map(({ days, ...more }, n) =>
      defect(project, `E${n}`, SHIPPED + days * DAY, { severity: 'major', ...more }),
    ),
  ]
  return { then, later }
}

const releases: Release[] = [
  { project: 'bad-many', minor: 5, found: [{ days: 3 }, { days: 80 }] },
  { project: 'bad-few', minor: 1, found: [{ days: 10, severity: 'critical' }] },
  { project: 'good-many', minor: 4, found: [{ days: 5, severity: 'minor' }] },
  { project: 'good-few', minor: 1, found: [{ days: 91 }] },
  { project: 'no-date', minor: 1, shipped: { shippedAt: undefined } },
  { project: 'recent', minor: 1, shipped: { shippedAt: new Date(noon('2026-10-01')).toISOString() } },
  { project: 'silent', minor: 0 },
  { project: 'elsewhere', minor: 1, found: [{ days: 3 }], declared: { profile: 'standard' } },
  { project: 'running', minor: 1, shipped: { status: 'active' } },
]

const house = (upper: number, more: Record<string, unknown> = {}) =>
  aPolicy({ id: 'house', ...more }, [aCondition('minor', { indicator: 'defects.open-minor', upper })])

beforeAll(async () => {
  api = await openTestApi()
  const sent = releases.map(factsOf)
  api.clock.now = noon('2026-06-10')
  expect((await upload(api, house(10))).status).toBe(201)
  api.clock.now = BEFORE
  await api.send(sent.flatMap(({ then }) => then).map(asEvent))
  api.clock.now = noon(TODAY)
  const late = factsOf({ project: 'imported', minor: 1, found: [{ days: 2 }] })
  await api.send([...sent.flatMap(({ later }) => later), ...late.then, ...late.later].map(asEvent))
})

const backtest = async (body: Record<string, unknown>) => {
  const { status, body: answer } = await api.post('/v1/policies/backtest', body)
  expect(status, JSON.stringify(answer)).toBe(200)
  return backtestAnswer.parse(answer)
}

const strict = { policy: { text: house(3, { version: 2, effectiveFrom: '2027-01-01' }) } }

describe('a backtest', () => {
  test('counts recommendation against what escaped, by the policy of then and the one on trial', async () => {
    const { summary, releases: lines, excluded, policy } = await backtest(strict)
    expect(policy).toMatchObject({ id: 'house', version: 2 })
    // By hand: four releases; two let a major defect escape within 90 days. Of all four the old policy held none.
    expect(summary).toMatchObject({
      releases: 4,
      before: { holdEscaped: 0, holdClean: 0, shipEscaped: 2, shipClean: 2 },
      after: { holdEscaped: 1, holdClean: 1, shipEscaped: 1, shipClean: 1 },
      newHolds: 2,
      newShips: 0,
      escapesCaught: 1,
      defectsCaught: 2,
      escapesLet: 0,
    })
    // Wilson's interval of 1 of 2 by hand: (0.5 + z²/4 ± z·√(1/8 + z²/16)) / (1 + z²/2) with z = 1.95996
    expect(summary.after.caught).toMatchObject({ numerator: 1, denominator: 2, share: 0.5 })
    expect(summary.after.caught.interval![0]).toBeCloseTo(0.09453, 4)
    expect(summary.after.caught.interval![1]).toBeCloseTo(0.90547, 4)
    expect(lines.map(({ project, change, escaped }) => [project, change, escaped.defects])).toEqual([
      ['bad-few', 'SAME', ['E0']],
      ['bad-many', 'NEW_HOLD', ['E0', 'E1']],
      ['good-few', 'SAME', []],
      ['good-many', 'NEW_HOLD', []],
    ])
    const held = lines.find(({ project }) => project === 'bad-many')!
    expect(held.before).toMatchObject({
      recommendation: 'SHIP',
      policy: { id: 'house', version: 1 },
      reasons: [],
    })
    expect(held.after.reasons).toMatchObject([{ code: 'CONDITION_FAILED', condition: 'minor' }])
    expect(Object.fromEntries(excluded.map(({ reason, projects }) => [reason, projects]))).toEqual({
      NO_SHIP_DATE: ['no-date'],
      RELEASE_TOO_RECENT: ['recent'],
      NO_DEFECT_REPORTS: ['silent'],
      OTHER_PROFILE: ['elsewhere'],
      NOT_KNOWN_THEN: ['imported'],
    })
  })

  test('what was brought in later is replayed only by what is known now', async () => {
    const { knowledge, releases: lines, excluded } = await backtest({ ...strict, knowledge: 'now' })
    expect(knowledge).toBe('now')
    expect(lines.map(({ project }) => project)).toContain('imported')
    expect(excluded.map(({ reason }) => reason)).not.toContain('NOT_KNOWN_THEN')
  })

  test('the severity, the period and the profiles can be chosen', async () => {
    const critical = await backtest({ ...strict, severity: 'critical' })
    expect(critical.summary.after).toMatchObject({
      holdEscaped: 0,
      holdClean: 2,
      shipEscaped: 1,
      shipClean: 1,
    })
    const none = await backtest({ ...strict, to: '2026-06-30' })
    expect(none.summary).toMatchObject({ releases: 0, after: { caught: { share: null, interval: null } } })
    const all = await backtest({ ...strict, profiles: 'all' })
    expect(all.releases.map(({ project }) => project)).toContain('elsewhere')
  })

  test('nothing is recorded by it: a text that is refused says why, a version by its number', async () => {
    const refused = await api.post('/v1/policies/backtest', { policy: { text: 'id: x' } })
    expect(refused).toMatchObject({ status: 422, body: { code: 'POLICY_REFUSED' } })
    expect(await api.get('/v1/policies/house?version=2')).toMatchObject({ status: 404 })
    const same = await backtest({ policy: { id: 'house', version: 1 } })
    expect(same.summary).toMatchObject({ newHolds: 0, newShips: 0 })
    const unknown = await api.post('/v1/policies/backtest', { policy: { id: 'house', version: 9 } })
    expect(unknown).toMatchObject({ status: 404, body: { code: 'POLICY_NOT_FOUND' } })
  })

  test('one at a time: a second one is asked to come again', async () => {
    const answers = await Promise.all([1, 2].map(() => api.post('/v1/policies/backtest', strict)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429])
  })
})

describe('a planned version', () => {
  test('without one there is nothing to show', async () => {
    expect(await api.get('/v1/policies/house/shadow')).toMatchObject({
      status: 404,
      body: { code: 'POLICY_NOT_FOUND' },
    })
  })

  test('shows which verdicts would change, and changes none', async () => {
    const before = await api.get('/v1/portfolio')
    const next = aPolicy({ id: 'house', version: 2, effectiveFrom: '2027-01-01' }, [
      aCondition('minor', { indicator: 'defects.open-minor', upper: 10 }),
      aCondition('trivial', {
        indicator: 'defects.open-trivial',
        lower: 1,
        upper: undefined,
        kind: 'advisory',
      }),
    ])
    expect((await upload(api, next)).status).toBe(201)
    const shadow = await api.read('/v1/policies/house/shadow', portfolioShadow)
    expect(shadow).toMatchObject({ policy: { id: 'house', version: 2 }, effectiveFrom: '2027-01-01' })
    // All but `elsewhere`, which another policy judges.
    expect(shadow.counts).toEqual({ projects: 9, toHold: 0, toShip: 0, unchanged: 9 })
    expect(shadow.projects.flatMap(({ changes }) => changes.map(({ code }) => code))).toContain(
      'CONDITION_ADDED',
    )
    const after = await api.get('/v1/portfolio')
    const verdicts = ({ body }: typeof before) =>
      (body as { items: { verdict: string }[] }).items.map(({ verdict }) => verdict)
    expect(verdicts(after)).toEqual(verdicts(before))
  })
})
