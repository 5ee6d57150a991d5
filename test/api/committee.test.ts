import { beforeAll, describe, expect, test } from 'vitest'
import { committeeReport } from '../../schemas/answers-committee.ts'
import { backtestAnswer } from '../../schemas/backtest.ts'
import { readiness } from '../../schemas/answers.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { ACCESS_OFF } from '../../api/compose/access.ts'
import { ADMIN_KEY, guardedApi } from '../helpers/access.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const DAY = 86_400_000
let api: TestApi
const iso = (instant: number) => new Date(instant).toISOString()
const report = (month: string, query = '') =>
  api.read(`/v1/reports/committee?month=${month}${query}`, committeeReport)
const ask = (project: string) => api.read(`/v1/projects/${project}/readiness`, readiness)
/** A minute later, so that orders and verdicts have an order. */
const wait = () => {
  api.clock.now += 60_000
}

const projectFacts = (project: string, division: string): Fact[] =>
  shippingFacts().map((known) => {
    const moved = { ...known, project, id: `${project}-${known.id}` }
    return moved.kind === 'project.declared' ? { ...moved, data: { ...moved.data, division } } : moved
  })

/** A release of June that let a critical defect escape, with a minor one open when it shipped. */
function juneRelease() {
  const shipped = {
    ...declaration,
    profile: 'payment',
    release: { id: 'j1', plannedShipDate: '2026-06-10' },
    phases: [{ id: 'st', kind: 'system-test', plannedStart: '2026-05-01', plannedFinish: '2026-06-09' }],
    expects: [{ kind: 'defect.reported', everyDays: 30 }],
    status: 'shipped',
    shippedAt: '2026-06-10T11:00:00+09:00',
  }
  const minor = {
    defect: 'M1',
    severity: 'minor',
    status: 'open',
    phaseFound: 'st',
    detectedAt: '2026-06-09T10:00:00+09:00',
  }
  return [
    // Known before it shipped, so that there is something to replay.
    fact('defect.reported', minor, { project: 'june', occurredAt: noon('2026-06-09') }),
    fact('project.declared', shipped, {
      project: 'june',
      occurredAt: Date.parse('2026-06-10T10:00:00+09:00'),
    }),
  ]
}

beforeAll(async () => {
  api = await openTestApi()
  api.clock.now = noon('2026-06-01')
  expect((await upload(api, aPolicy({ effectiveFrom: '2026-06-01' }))).status).toBe(201)
  api.clock.now = Date.parse('2026-06-10T10:30:00+09:00')
  await api.send(juneRelease().map(asEvent))
  api.clock.now = noon('2026-06-20')
  const escaped = {
    defect: 'E1',
    severity: 'critical',
    status: 'open',
    phaseFound: 'st',
    escaped: true,
    detectedAt: '2026-06-20T10:00:00+09:00',
  }
  await api.send([
    asEvent(fact('defect.reported', escaped, { project: 'june', occurredAt: noon('2026-06-20') })),
  ])

  api.clock.now = noon(TODAY)
  await api.send(
    [...projectFacts('p', 'Trains'), ...projectFacts('q', 'Ships'), openMajor({}, { project: 'q' })].map(
      asEvent,
    ),
  )
  wait()
  expect((await ask('p')).recommendation).toBe('SHIP')
  expect((await ask('q')).recommendation).toBe('HOLD')
  wait()
  const hold = { hold: 'H1', office: 'CQO', scope: { project: 'p' }, reason: 'the field test', placedBy: 'C' }
  expect((await api.post('/v1/holds', hold)).status).toBe(201)
  wait()
  expect((await ask('p')).recommendation).toBe('HOLD')
  wait()
  const lift = { office: 'CQO', reason: 'passed', liftedBy: 'C' }
  expect((await api.post('/v1/holds/H1/lift', lift)).status).toBe(200)
  wait()
  expect((await ask('p')).recommendation).toBe('SHIP')
  const waiver = {
    waiver: 'W1',
    project: 'q',
    release: 'r1',
    condition: 'open-major',
    reason: 'the workaround is documented',
    evidence: 'https://example.com/risk/7',
    expiresAt: iso(noon(TODAY) + 5 * DAY),
    requestedBy: 'Asker',
  }
  expect((await api.post('/v1/waivers', waiver)).status).toBe(201)
  wait()
  expect((await api.post('/v1/waivers/W1/approve', { approvedBy: 'Approver' })).status).toBe(200)
  wait()
  const stricter = aPolicy({ version: 2, effectiveFrom: '2026-11-21' }, [
    aCondition('critical'),
    aCondition('minor', { indicator: 'defects.open-minor' }),
  ])
  expect((await upload(api, stricter)).status).toBe(201)
  wait()
})

describe('the running month', () => {
  test('the portfolio by division, before and after', async () => {
    const { total, divisions, isOver, leftOut } = await report('2026-11')
    expect(isOver).toBe(false)
    expect(divisions.map(({ division, projects, after }) => [division, projects, after])).toEqual([
      ['Ships', 1, { SHIP: 1, HOLD: 0 }],
      ['Trains', 1, { SHIP: 1, HOLD: 0 }],
    ])
    expect(total.before).toEqual({ SHIP: 0, HOLD: 0 })
    expect(leftOut).toEqual({ shippedBefore: 1, cancelled: 0, undeclared: [] })
  })

  test('every flip that was told, with its cause', async () => {
    const { flips } = await report('2026-11')
    const told = flips.items.map(({ project, from, to, reasons }) => [
      project,
      from,
      to,
      reasons.map((r) => r.code),
    ])
    expect(told).toEqual([
      ['p', 'SHIP', 'HOLD', ['HOLD_IN_FORCE']],
      ['p', 'HOLD', 'SHIP', ['HOLD_IN_FORCE']],
      ['q', 'HOLD', 'SHIP', ['CONDITION_FAILED']],
    ])
    expect(flips).toMatchObject({ toHold: 1, toShip: 2 })
    expect(flips.causes).toEqual([
      { kind: 'HOLD_ORDER', flips: 2 },
      { kind: 'QUALITY', flips: 1 },
    ])
    // The last one was judged for the report: nobody had asked since the waiver was approved.
    expect(flips.items.map(({ verdict }) => verdict === null)).toEqual([false, false, true])
  })

  test('holds that were placed and lifted', async () => {
    const { holds } = await report('2026-11')
    expect(holds.inForce).toEqual([])
    expect(holds.placed).toEqual(holds.lifted)
    expect(holds.placed).toMatchObject([
      { hold: 'H1', scope: 'project:p', liftedBy: 'C', liftReason: 'passed' },
    ])
  })

  test('the waived share of what falls short is the override rate, and its division has it', async () => {
    const { divisions, total, waivers } = await report('2026-11')
    const [ships, trains] = divisions
    // 1 of 1; Wilson: lower bound n / (n + z²) = 1 / (1 + 3.8415).
    expect(ships?.overridden).toMatchObject({ numerator: 1, denominator: 1, share: 1, why: null })
    expect(ships?.overridden.interval?.[0]).toBeCloseTo(1 / 4.8415, 4)
    expect(trains?.overridden).toEqual({
      numerator: 0,
      denominator: 0,
      share: null,
      interval: null,
      why: 'NO_SHORTFALL',
    })
    expect([ships?.shipsByWaiver, total.shipsByWaiver]).toEqual([1, 1])
    expect(waivers).toMatchObject({ inForce: 1, used: 1, expired: 0, unmatched: 0 })
  })

  test('what asks for nobody from outside has no coverage, and says so', async () => {
    expect((await report('2026-11')).total.verified).toMatchObject({
      share: null,
      why: 'NO_INDEPENDENT_CONDITION',
    })
  })

  test('a policy change with what it would have done to past releases', async () => {
    const { policies } = await report('2026-11')
    const change = policies.find(({ id }) => id === 'payment')
    expect(change).toMatchObject({
      version: 2,
      replaces: 1,
      change: 'announced',
      uploadedBy: 'Q. Aoki',
      why: null,
    })
    expect(change?.differences).toEqual({ tighter: 1, looser: 0, other: 0 })
    const { status, body } = await api.post('/v1/policies/backtest', {
      policy: { id: 'payment', version: 2 },
    })
    expect(status).toBe(200)
    expect(backtestAnswer.parse(body).summary).toMatchObject({ ...change?.backtest })
    expect(change?.backtest?.releases).toBe(1)
  })
})

describe('a month that is over', () => {
  test('is told as it was known at its end, whatever is learnt later', async () => {
    api.clock.now = noon('2026-12-02')
    const first = await report('2026-11')
    expect(first).toMatchObject({ isOver: true, asOf: '2026-11-30T14:59:59.999Z' })
    // Ten days without reports: what was to arrive every week is stale, and nobody had asked.
    expect(first.divisions.map(({ after }) => after)).toEqual([
      { SHIP: 0, HOLD: 1 },
      { SHIP: 0, HOLD: 1 },
    ])
    expect(first.total.incomplete).toMatchObject({ numerator: 2, denominator: 2, share: 1 })
    expect(first.waivers).toMatchObject({ inForce: 0, used: 0, expired: 1 })

    await api.send([openMajor({}, { project: 'p' }), ...projectFacts('late', 'Trains')].map(asEvent))
    const hold = { office: 'CISO', scope: 'all', reason: 'an incident', placedBy: 'S' }
    expect((await api.post('/v1/holds', hold)).status).toBe(201)
    wait()
    await ask('p')
    expect(await report('2026-11')).toEqual(first)
  })

  test('the next month begins where it ended', async () => {
    const next = await report('2026-12')
    expect(next.total.before).toEqual({ SHIP: 0, HOLD: 2 })
    expect(next.holds.inForce).toMatchObject([{ office: 'CISO', scope: 'all' }])
    expect(next.waivers.items).toEqual([])
  })
})

describe('bad input', () => {
  test.each(['2026-13', '2026', 'x', '2026-1', '1989-12', '2027-01'])(
    'month=%s is refused',
    async (month) => {
      expect(await api.get(`/v1/reports/committee?month=${month}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', field: 'month' },
      })
    },
  )

  test('a month before the first fact: nothing, and why nothing can be said', async () => {
    const { total, divisions, flips, policies } = await report('2020-01')
    expect([divisions, flips.items, policies]).toEqual([[], [], []])
    expect(total).toMatchObject({
      projects: 0,
      medianScore: null,
      incomplete: { share: null, why: 'NO_PROJECTS' },
      warned: { share: null, why: 'NO_WARNINGS' },
    })
  })
})

test('a caller reads the pack of the projects that he may see', async () => {
  const guarded = await guardedApi(api.store, { ...ACCESS_OFF, isOn: true, adminKey: ADMIN_KEY })
  guarded.clock.now = api.clock.now
  const { key } = await guarded.key([{ role: 'viewer', projects: ['q'] }])
  const { status, body } = await guarded.call('GET', '/v1/reports/committee?month=2026-11', { key })
  expect(status).toBe(200)
  const pack = committeeReport.parse(body)
  expect(pack.divisions.map(({ division }) => division)).toEqual(['Ships'])
  expect(pack.holds.placed).toEqual([])
  expect(pack.leftOut.shippedBefore).toBe(0)
})

test('sentences are in the language that was asked for', async () => {
  const [english, japanese] = await Promise.all(
    ['en', 'ja'].map((lang) => report('2026-11', `&lang=${lang}`)),
  )
  const message = (pack: typeof english) => pack?.flips.items[0]?.reasons[0]?.message
  expect(message(english)).toContain('CQO')
  expect(message(japanese)).toMatch(/[ぁ-ん]/)
})
