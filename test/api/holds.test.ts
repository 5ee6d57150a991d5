import { beforeAll, expect, test } from 'vitest'
import { holdAnswer, holdList, readiness, verdictList } from '../../schemas/answers.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.send(shippingFacts().map(asEvent))
})

const recommendation = async () => (await api.read('/v1/projects/p/readiness', readiness)).recommendation
const order = {
  office: 'CISO',
  scope: { division: 'Div' },
  reason: 'open vulnerability',
  placedBy: 'M. Mori',
}

test('a hold on the division holds at once, and lifting it by its own office lets go', async () => {
  expect(await recommendation()).toBe('SHIP')
  api.clock.now += 1000
  const placed = await api.post('/v1/holds', { ...order, hold: 'H1' })
  expect(placed).toMatchObject({ status: 201, body: { hold: 'H1', liftedAt: null } })
  expect(await recommendation()).toBe('HOLD')
  const refused = await api.post('/v1/holds/H1/lift', { office: 'CQO', reason: 'we ship', liftedBy: 'X' })
  expect(refused).toMatchObject({ status: 409, body: { code: 'HOLD_OF_ANOTHER_OFFICE', field: 'office' } })
  expect(await recommendation()).toBe('HOLD')
  api.clock.now += 1000
  const lifted = await api.post('/v1/holds/H1/lift', { office: 'CISO', reason: 'fixed', liftedBy: 'M. Mori' })
  expect(lifted.status).toBe(200)
  expect(await recommendation()).toBe('SHIP')
  expect((await api.read('/v1/holds/H1', holdAnswer)).liftedAt).not.toBeNull()
})

test('each verdict of that story is kept, in a chain', async () => {
  const { verdicts: chain } = await api.read('/v1/projects/p/verdicts', verdictList)
  expect(chain.map((verdict) => verdict.recommendation)).toEqual(['SHIP', 'HOLD', 'SHIP'])
  expect(chain.map((verdict) => verdict.supersedes)).toEqual([chain[1]!.verdict, chain[2]!.verdict, null])
})

test.each<[string, string, unknown, number, string]>([
  ['an unknown office', '/v1/holds', { ...order, office: 'CEO' }, 400, 'INVALID_REQUEST'],
  ['no reason', '/v1/holds', { ...order, reason: '' }, 400, 'INVALID_REQUEST'],
  ['a misspelt field', '/v1/holds', { ...order, reasons: 'x' }, 400, 'INVALID_REQUEST'],
  ['not JSON', '/v1/holds', '{', 400, 'INVALID_REQUEST'],
  [
    'lifting what is lifted',
    '/v1/holds/H1/lift',
    { office: 'CISO', reason: 'r', liftedBy: 'x' },
    409,
    'HOLD_ALREADY_LIFTED',
  ],
  [
    'lifting what never was',
    '/v1/holds/H9/lift',
    { office: 'CISO', reason: 'r', liftedBy: 'x' },
    404,
    'HOLD_NOT_FOUND',
  ],
])('%s is refused', async (_, path, body, status, code) => {
  expect(await api.post(path, body)).toMatchObject({ status, body: { code } })
})

test('an id in force cannot be placed twice', async () => {
  await api.post('/v1/holds', { ...order, hold: 'H2', scope: { project: 'p' } })
  expect(await api.post('/v1/holds', { ...order, hold: 'H2' })).toMatchObject({
    status: 409,
    body: { code: 'HOLD_EXISTS' },
  })
})

test('a hold is never a free event', async () => {
  const event = {
    specversion: '1.0',
    type: 'dev.kanmon.hold.lifted.v1',
    source: 's',
    id: 'x',
    subject: 'p',
    time: new Date(api.clock.now).toISOString(),
    data: { hold: 'H2', office: 'CISO', reason: 'r', liftedBy: 'x' },
  }
  const { body } = await api.post('/v1/events', event)
  expect(body).toMatchObject({ accepted: 0, quarantined: [{ code: 'RESERVED_KIND' }] })
  expect(await recommendation()).toBe('HOLD')
})

test('two offices that use one id at the same moment: one hold is in force, the other is told', async () => {
  const placed = await Promise.all(
    ['CISO', 'CQO', 'QA'].map((office) =>
      api.post('/v1/holds', { ...order, office, hold: 'RACE', scope: { project: 'p' } }),
    ),
  )
  expect(placed.map(({ status }) => status).sort()).toEqual([201, 409, 409])
})

test('a hold on a project that nobody knows holds nothing, and says so', async () => {
  const refused = await api.post('/v1/holds', { ...order, scope: { project: 'nobody' } })
  expect(refused).toMatchObject({ status: 404, body: { code: 'PROJECT_NOT_FOUND', field: 'scope' } })
})

test('a hold placed after the clock was set back holds all the same', async () => {
  await api.post('/v1/holds/RACE/lift', { office: 'CISO', reason: 'r', liftedBy: 'x' })
  await api.post('/v1/holds/H2/lift', { office: 'CISO', reason: 'r', liftedBy: 'x' })
  expect(await recommendation()).toBe('SHIP')
  api.clock.now -= 60_000
  expect(await api.post('/v1/holds', { ...order, hold: 'H3' })).toMatchObject({
    status: 201,
    body: { liftedAt: null },
  })
  expect(await recommendation()).toBe('HOLD')
})

test('a hold on a division that no project is in would hold nothing, and is refused', async () => {
  const refused = await api.post('/v1/holds', { ...order, hold: 'H7', scope: { division: 'Dvi' } })
  expect(refused).toMatchObject({ status: 404, body: { code: 'DIVISION_NOT_FOUND', field: 'scope' } })
  expect(await api.get('/v1/holds/H7')).toMatchObject({ status: 404 })
})

test('the list tells those in force from those lifted, the newest first', async () => {
  api.clock.now += 120_000
  await api.post('/v1/holds', { ...order, office: 'QA', hold: 'H8', scope: 'all' })
  const held = async (query: string) =>
    (await api.read(`/v1/holds${query}`, holdList)).holds.map(({ hold, office }) => `${hold} ${office}`)
  const inForce = await held('?inForce=true')
  const lifted = await held('?inForce=false')
  expect(inForce[0]).toBe('H8 QA')
  expect(lifted).toContain('H1 CISO')
  expect(inForce).not.toContain('H1 CISO')
  expect((await held('')).toSorted()).toEqual([...inForce, ...lifted].toSorted())
  expect(await api.get('/v1/holds?inForce=perhaps')).toMatchObject({ status: 400 })
})

test('a project does not get out of a hold on its division by declaring another one', async () => {
  for (const { hold, office } of (await api.read('/v1/holds?inForce=true', holdList)).holds) {
    await api.post(`/v1/holds/${hold}/lift`, { office, reason: 'r', liftedBy: 'x' })
  }
  api.clock.now += 1000
  await api.post('/v1/holds', { ...order, hold: 'H9' })
  api.clock.now += 1000
  const moved = fact(
    'project.declared',
    { ...declaration, division: 'Elsewhere' },
    { occurredAt: api.clock.now },
  )
  const before = { ...moved, id: 'backdated', occurredAt: noon('2026-10-15') }
  await api.send([moved, before].map(asEvent))
  const { holds } = await api.read('/v1/projects/p/readiness', readiness)
  expect(holds).toMatchObject([{ hold: 'H9' }])
})
