import { beforeAll, describe, expect, test } from 'vitest'
import { readiness } from '../../schemas/answers.ts'
import { waiverList } from '../../schemas/answers-governance.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { noon, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const DAY = 86_400_000
/** What is told of the end of a waiver. */
const told = (notices: readonly { code: string }[]) =>
  notices.flatMap(({ code }) => (code.includes('EXPIR') ? [code] : []))
let api: TestApi
const iso = (instant: number) => new Date(instant).toISOString()
const ask = () => api.read('/v1/projects/p/readiness', readiness)
const wanted = (change: object = {}) => ({
  project: 'p',
  release: 'r1',
  condition: 'open-major',
  reason: 'the workaround is documented',
  evidence: 'https://example.com/risk/7',
  expiresAt: iso(noon(TODAY) + 60 * DAY),
  requestedBy: 'Asker',
  ...change,
})
const request = (change: object = {}) => api.post('/v1/waivers', wanted(change))
const approve = (waiver: string, change: object = {}) =>
  api.post(`/v1/waivers/${waiver}/approve`, { approvedBy: 'Approver', ...change })

beforeAll(async () => {
  api = await openTestApi()
  const open = openMajor()
  await api.send([...shippingFacts(), open].map(asEvent))
  api.clock.now += 1000
})

describe('what is refused, and why', () => {
  test.each<[string, object, number, string, string]>([
    ['no reason', { reason: '' }, 400, 'INVALID_REQUEST', 'reason'],
    ['no evidence', { evidence: undefined }, 400, 'INVALID_REQUEST', 'evidence'],
    ['no expiry', { expiresAt: undefined }, 400, 'INVALID_REQUEST', 'expiresAt'],
    ['an expiry in the past', { expiresAt: iso(noon(TODAY) - DAY) }, 400, 'INVALID_REQUEST', 'expiresAt'],
    [
      'longer than the policy allows',
      { expiresAt: iso(noon(TODAY) + 91 * DAY) },
      422,
      'WAIVER_TOO_LONG',
      'expiresAt',
    ],
    ['another release', { release: 'r2' }, 422, 'WAIVER_UNMATCHED', 'release'],
    ['a gate that the project does not have', { gate: 'nowhere' }, 422, 'WAIVER_UNMATCHED', 'gate'],
    ['a condition that the gate does not have', { gate: 'plan' }, 422, 'WAIVER_UNMATCHED', 'condition'],
    ['completeness', { condition: 'completeness' }, 422, 'WAIVER_UNMATCHED', 'condition'],
    ['a condition that cannot be waived', { condition: 'open-critical' }, 409, 'NOT_WAIVABLE', 'condition'],
    ['a project that nobody knows', { project: 'nobody' }, 404, 'PROJECT_NOT_FOUND', 'project'],
    ['a misspelt field', { expires: 'x' }, 400, 'INVALID_REQUEST', ''],
  ])('%s', async (_, change, status, code, field) => {
    expect(await request(change)).toMatchObject({ status, body: { code, field } })
  })

  test('what is refused leaves no trace', async () => {
    expect((await api.read('/v1/waivers', waiverList)).waivers).toEqual([])
  })
})

test('requested, approved by another person, in force: SHIP, and the condition still shows FAIL', async () => {
  expect((await ask()).recommendation).toBe('HOLD')
  expect(await request({ waiver: 'W1' })).toMatchObject({
    status: 201,
    body: {
      waiver: 'W1',
      project: 'p',
      gate: 'release',
      state: 'requested',
      evidence: 'https://example.com/risk/7',
    },
  })
  expect(await request({ waiver: 'W1' })).toMatchObject({ status: 409, body: { code: 'WAIVER_EXISTS' } })
  expect((await ask()).recommendation).toBe('HOLD')

  const own = await approve('W1', { approvedBy: 'ａｓｋｅｒ' })
  expect(own).toMatchObject({ status: 409, body: { code: 'WAIVER_OF_ONES_OWN', field: 'approvedBy' } })
  const long = await approve('W1', { expiresAt: iso(noon(TODAY) + 92 * DAY) })
  expect(long).toMatchObject({ status: 422, body: { code: 'WAIVER_TOO_LONG' } })
  expect((await ask()).recommendation).toBe('HOLD')

  api.clock.now += 1000
  expect(await approve('W1')).toMatchObject({
    status: 200,
    body: { state: 'in-force', approvedBy: 'Approver' },
  })
  const answer = await ask()
  expect(answer.recommendation).toBe('SHIP')
  expect(answer.conditions.find(({ id }) => id === 'open-major')).toMatchObject({
    state: 'FAIL',
    waiver: { waiver: 'W1', state: 'in-force' },
  })
  expect(answer.changes.map(({ message }) => message)).toContain(
    'waiver W1 of open-major: requested → in-force',
  )
})

test('a client that polls sees it expiring and then expired, without anybody doing anything', async () => {
  const seen: string[] = []
  const end = noon(TODAY) + 60 * DAY
  // The facts grow old meanwhile; what is asked is how the waiver stands.
  for (const moment of [end - 31 * DAY, end - 30 * DAY - 1, end - 30 * DAY, end - 1, end, end + DAY]) {
    api.clock.now = moment
    const { waivers, notices, validUntil } = await ask()
    const [listed] = (await api.read('/v1/waivers?project=p', waiverList)).waivers
    expect(listed).toMatchObject(waivers[0]!)
    expect(Date.parse(validUntil)).toBeGreaterThan(moment)
    seen.push([waivers[0]!.state, ...told(notices)].join(' '))
  }
  expect(seen).toEqual([
    'in-force',
    'in-force',
    'expiring WAIVER_EXPIRING',
    'expiring WAIVER_EXPIRING',
    'expired WAIVER_EXPIRED',
    'expired WAIVER_EXPIRED',
  ])
})

test('an extension is a new approval, measured from itself', async () => {
  const now = api.clock.now
  expect(await approve('W1')).toMatchObject({ status: 400, body: { field: 'expiresAt' } })
  const extended = await approve('W1', { expiresAt: iso(now + 90 * DAY) })
  expect(extended).toMatchObject({ status: 200, body: { state: 'in-force', expiresAt: iso(now + 90 * DAY) } })
})

test('lists by state; revoked for good', async () => {
  const listed = async (state: string) =>
    (await api.read(`/v1/waivers?state=${state}`, waiverList)).waivers.length
  expect([await listed('in-force'), await listed('revoked')]).toEqual([1, 0])
  api.clock.now += 1000
  const revoked = await api.post('/v1/waivers/W1/revoke', { reason: 'fixed', revokedBy: 'X' })
  expect(revoked).toMatchObject({ status: 200, body: { state: 'revoked' } })
  expect([await listed('in-force'), await listed('revoked')]).toEqual([0, 1])
  expect(await approve('W1', { expiresAt: iso(api.clock.now + DAY) })).toMatchObject({
    status: 409,
    body: { code: 'WAIVER_NOT_OPEN' },
  })
})

test.each([
  ['/v1/waivers/W9/approve', { approvedBy: 'A' }],
  ['/v1/waivers/W9/revoke', { reason: 'r', revokedBy: 'A' }],
])('%s of a waiver that never was', async (path, body) => {
  expect(await api.post(path, body)).toMatchObject({ status: 404, body: { code: 'WAIVER_NOT_FOUND' } })
})

test('two requests with one id at the same moment: one waiver', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => request({ waiver: 'RACE', expiresAt: iso(api.clock.now + DAY) })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
})

test('a waiver is never a free event', async () => {
  const event = {
    specversion: '1.0',
    type: 'dev.kanmon.waiver.approved.v1',
    source: 's',
    id: 'x',
    subject: 'p',
    time: iso(api.clock.now),
    data: { waiver: 'RACE', approvedBy: 'x', expiresAt: iso(api.clock.now + DAY) },
  }
  const { body } = await api.post('/v1/events', event)
  expect(body).toMatchObject({ accepted: 0, quarantined: [{ code: 'RESERVED_KIND' }] })
})
