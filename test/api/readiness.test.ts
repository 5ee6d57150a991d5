import { beforeAll, describe, expect, test } from 'vitest'
import {
  factPage,
  projectList,
  readiness,
  type Readiness,
  verdictDifference,
  verdictList,
} from '../../schemas/answers.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const MINUTE = 60_000
let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

const about = (project: string) =>
  shippingFacts().map((known) => ({ ...known, project, id: `${project}/${known.id}` }))
const ask = (project: string, query = '') => api.read(`/v1/projects/${project}/readiness${query}`, readiness)
const condition = (answer: Readiness, id: string) =>
  answer.conditions.find((candidate) => candidate.id === id)
const openDefect = (project: string, options: object = {}) =>
  asEvent(
    fact(
      'defect.reported',
      {
        defect: 'late',
        severity: 'critical',
        status: 'open',
        phaseFound: 'st',
        detectedAt: '2026-11-18T10:00:00+09:00',
      },
      { project, occurredAt: noon('2026-11-18'), ...options },
    ),
  )

test('from events to SHIP, with every condition and its facts', async () => {
  await api.send(about('ships').map(asEvent))
  const answer = await ask('ships')
  expect(answer).toMatchObject({
    recommendation: 'SHIP',
    score: 100,
    reasons: [],
    supersedes: null,
    gate: 'release',
  })
  expect(answer.policy).toMatchObject({ id: 'standard', version: 1 })
  expect(answer.conditions).toHaveLength(15)
  const density = condition(answer, 'system-test-density')
  expect(density).toMatchObject({
    actual: 20,
    numerator: 200,
    denominator: 10,
    message: '20 cases/KSLOC (3.92 to 200)',
  })
  const page = await api.read(density!.facts, factPage)
  expect(page.facts.map(({ kind }) => kind).sort()).toEqual([
    'size.measured',
    'tests.reported',
    'tests.reported',
  ])
  // The link is pinned: what arrives later is not behind this number.
  api.clock.now += MINUTE
  await api.send([
    asEvent(
      fact(
        'size.measured',
        { component: 'core', asOf: TODAY, ksloc: { total: 11 }, counter: { name: 'cloc' } },
        { project: 'ships' },
      ),
    ),
  ])
  expect((await api.read(density!.facts, factPage)).facts).toEqual(page.facts)
})

describe('a fact that arrives late makes a new verdict and leaves the old one as it was', () => {
  test('asOf before it was known: SHIP; now: HOLD, superseding', async () => {
    await api.send(about('late').map(asEvent))
    const before = await ask('late')
    api.clock.now += MINUTE
    await api.send([openDefect('late')])
    const after = await ask('late')
    expect(before.recommendation).toBe('SHIP')
    expect(after).toMatchObject({ recommendation: 'HOLD', supersedes: before.verdict })
    expect(after.reasons).toMatchObject([{ code: 'CONDITION_FAILED', condition: 'open-critical' }])

    // 23 is the weight of all conditions, 3 that of open critical defects, whose credit falls to 0.8.
    expect(after.changes.map(({ message }) => message)).toEqual([
      'SHIP → HOLD',
      `score 100 → ${(100 * (1 - (3 * 0.2) / 23)).toFixed(2)}`,
      'Defect density in system test: 0.5 → 0.6 defects/KSLOC',
      'Defect detection rate: 2.5 → 3 defects per 100 cases',
      'Defect density of the worst component: 0.5 → 0.6 defects/KSLOC',
      'Open critical defects: PASS → FAIL',
      'Open critical defects: 0 → 1',
      '1 late defect report',
    ])
    const diff = await api.read(
      `/v1/projects/late/verdicts/diff?from=${before.verdict}&to=${after.verdict}&lang=ja`,
      verdictDifference,
    )
    expect(diff.changes.map(({ code }) => code)).toEqual(after.changes.map(({ code }) => code))

    const then = await ask('late', `?asOf=${encodeURIComponent(before.asOf)}`)
    expect(then).toMatchObject({ recommendation: 'SHIP', digest: before.digest })
    const stored = await api.get(`/v1/verdicts/${before.verdict}`)
    expect(stored.body).toMatchObject({
      recommendation: 'SHIP',
      verdict: before.verdict,
      digest: before.digest,
    })
    const past = await api.get(`/v1/verdicts/${then.verdict}`)
    expect(past.body).toMatchObject({ recommendation: 'SHIP', digest: before.digest })
    const history = await api.read('/v1/projects/late/verdicts', verdictList)
    expect(history.verdicts.map(({ verdict }) => verdict)).toEqual([after.verdict, before.verdict])
  })

  test('at a day before it happened it counts for nothing, although it is known', async () => {
    const answer = await ask('late', '?at=2026-11-17')
    expect(condition(answer, 'open-critical')?.actual).toBe(0)
    expect(answer.statusDate).toBe('2026-11-17')
  })

  test('a correction that happened later wins, although it came first', async () => {
    await api.send(about('corrected').map(asEvent))
    const closed = asEvent(
      fact(
        'defect.reported',
        {
          defect: 'late',
          severity: 'critical',
          status: 'closed',
          phaseFound: 'st',
          detectedAt: '2026-11-18T10:00:00+09:00',
          closedAt: '2026-11-19T10:00:00+09:00',
        },
        { project: 'corrected', occurredAt: noon('2026-11-19') },
      ),
    )
    await api.send([closed])
    await api.send([openDefect('corrected')])
    expect((await ask('corrected')).recommendation).toBe('SHIP')
  })
})

test('the same events in other orders, twice, in other batches: the same verdict, bit for bit', async () => {
  const digests = []
  for (const [project, arrange] of [
    ['once', (events: unknown[]) => [events]],
    ['twice', (events: unknown[]) => [events, events]],
    ['reversed', (events: unknown[]) => events.toReversed().map((event) => [event])],
  ] as const) {
    const events = shippingFacts().map((known, n) => asEvent({ ...known, project, id: `${project}-${n}` }))
    for (const batch of arrange(events)) await api.send(batch)
    const answer = await ask(project)
    digests.push({
      recommendation: answer.recommendation,
      score: answer.score,
      conditions: answer.conditions.map((result) => ({ ...result, facts: '' })),
      counts: answer.factCounts,
    })
  }
  expect(digests[1]).toEqual(digests[0])
  expect(digests[2]).toEqual(digests[0])
})

test('asking again gives the same verdict; time passing gives a new one only when something changed', async () => {
  await api.send(about('steady').map(asEvent))
  const first = await ask('steady')
  api.clock.now += 10 * MINUTE
  const second = await ask('steady')
  expect(second.verdict).toBe(first.verdict)
  expect(second.asOf > first.asOf).toBe(true)
})

test('sentences in Japanese, by parameter or by header', async () => {
  const byParameter = await ask('late', '?lang=ja')
  const byHeader = await api.read('/v1/projects/late/readiness', readiness, {
    'accept-language': 'ja-JP,en;q=0.5',
  })
  expect(byParameter.reasons[0]?.message).toBe('未解決の致命的不具合: 1 件 (許容範囲 0 以下)。')
  expect(byHeader.reasons).toEqual(byParameter.reasons)
})

test('facts about a project that nobody declared are kept, and it is listed and held', async () => {
  await api.send([openDefect('unknown-project')])
  expect(await ask('unknown-project')).toMatchObject({
    recommendation: 'HOLD',
    reasons: [{ code: 'PROJECT_UNDECLARED' }],
  })
  const { items } = await api.read('/v1/projects', projectList)
  expect(items.find(({ project }) => project === 'unknown-project')).toMatchObject({
    declared: false,
  })
})

test.each([
  ['/v1/projects/nobody/readiness', 404, 'PROJECT_NOT_FOUND'],
  ['/v1/projects/Not%20An%20Id/readiness', 400, 'INVALID_REQUEST'],
  ['/v1/projects/ships/readiness?at=2027-01-01', 400, 'INVALID_REQUEST'],
  ['/v1/projects/ships/readiness?at=yesterday', 400, 'INVALID_REQUEST'],
  ['/v1/projects/ships/readiness?lang=fr', 400, 'INVALID_REQUEST'],
  [`/v1/verdicts/${'0'.repeat(64)}`, 404, 'VERDICT_NOT_FOUND'],
  ['/v1/projects/ships/readiness?gate=nowhere', 404, 'GATE_NOT_FOUND'],
  ['/docs/__proto__', 404, 'NOT_FOUND'],
  ['/v1/nothing', 404, 'NOT_FOUND'],
])('GET %s answers %d %s as problem+json', async (path, status, code) => {
  const answer = await api.get(path)
  expect(answer).toMatchObject({ status, body: { status, code } })
})

test('an as-of before anything was known is a HOLD of an undeclared project, not an error', async () => {
  const answer = await ask(
    'ships',
    `?asOf=${encodeURIComponent(new Date(noon(TODAY) - 86_400_000).toISOString())}`,
  )
  expect(answer).toMatchObject({ recommendation: 'HOLD', reasons: [{ code: 'PROJECT_UNDECLARED' }] })
})

test('an answer asked for again by its own at and asOf is the same', async () => {
  for (let n = 0; n < 5; n++) {
    await api.send([openDefect('replayed', { id: `replayed-${n}`, occurredAt: noon('2026-11-18') + n })])
    const live = await ask('replayed')
    const again = await ask(
      'replayed',
      `?at=${encodeURIComponent(live.at)}&asOf=${encodeURIComponent(live.asOf)}`,
    )
    expect(again.digest).toBe(live.digest)
  }
})

test('a later change of the time zone does not move a past day', async () => {
  await api.send(about('moved').map(asEvent))
  const before = await ask('moved')
  const query = `?at=2026-11-19&asOf=${encodeURIComponent(before.asOf)}`
  const then = await ask('moved', query)
  api.clock.now += MINUTE
  const elsewhere = { ...declaration, timeZone: 'Pacific/Kiritimati' }
  await api.send([
    asEvent(
      fact('project.declared', elsewhere, { project: 'moved', id: 'moved/zone', occurredAt: noon(TODAY) }),
    ),
  ])
  const later = await ask('moved', query)
  expect([later.at, later.digest]).toEqual([then.at, then.digest])
})
