import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { readiness } from '../../schemas/answers.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { fact, noon, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { rowsOf } from '../helpers/store.ts'

const MINUTE = 60_000
const DAY = 86_400_000
let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

const about = (project: string, facts: readonly Fact[] = shippingFacts()) =>
  facts.map((known, n) => ({ ...known, project, id: `${project}/${n}` }))
const ask = (project: string, query = '') => api.read(`/v1/projects/${project}/readiness${query}`, readiness)

test('a CISO’s hold on a project with score 100', async () => {
  await api.send(about('held').map(asEvent))
  expect(await ask('held')).toMatchObject({ recommendation: 'SHIP', score: 100 })
  api.clock.now += 1000
  const order = {
    hold: 'C1',
    office: 'CISO',
    scope: { project: 'held' },
    reason: 'leak',
    placedBy: 'M. Mori',
  }
  await api.post('/v1/holds', order)
  expect(await ask('held')).toMatchObject({
    recommendation: 'HOLD',
    score: 100,
    reasons: [{ code: 'HOLD_IN_FORCE', kind: 'HOLD_ORDER' }],
    holds: [{ hold: 'C1', office: 'CISO' }],
    distanceToShip: [{ code: 'LIFT' }],
  })
})

test('a waiver that ends while a client polls: SHIP until the millisecond, HOLD from it on', async () => {
  const open = openMajor()
  await api.send(about('polled', [...shippingFacts(), open]).map(asEvent))
  api.clock.now += 1000
  const end = api.clock.now + 10 * MINUTE
  const expiresAt = new Date(end).toISOString()
  const wanted = {
    project: 'polled',
    release: 'r1',
    condition: 'open-major',
    reason: 'r',
    evidence: 'e',
    expiresAt,
  }
  await api.post('/v1/waivers', { ...wanted, waiver: 'P1', requestedBy: 'A' })
  api.clock.now += 1000
  await api.post('/v1/waivers/P1/approve', { approvedBy: 'B' })
  const polled: string[] = []
  for (const moment of [end - 5 * MINUTE, end - 1, end, end + MINUTE]) {
    api.clock.now = moment
    const answer = await ask('polled')
    polled.push(answer.recommendation)
    if (moment < end) expect(answer.validUntil).toBe(expiresAt)
  }
  expect(polled).toEqual(['SHIP', 'SHIP', 'HOLD', 'HOLD'])
})

test('an event that is refused holds its project until it is delivered right, and the past stays as it was', async () => {
  await api.send(about('refused').map(asEvent))
  const before = await ask('refused')
  expect(before.recommendation).toBe('SHIP')
  api.clock.now += MINUTE
  const defect = {
    defect: 'D8',
    severity: 'minor',
    status: 'closed',
    phaseFound: 'st',
    component: 'core',
    detectedAt: '2026-11-18T10:00:00+09:00',
    closedAt: '2026-11-19T10:00:00+09:00',
  }
  const event = asEvent(fact('defect.reported', defect, { project: 'refused', id: 'refused/late' }))
  const wrong = { ...event, data: { ...defect, severity: 'blocker' } }
  expect((await api.post('/v1/events', [wrong])).body).toMatchObject({
    quarantined: [{ code: 'VALUE_NOT_ALLOWED' }],
  })
  const held = await ask('refused')
  expect(held).toMatchObject({
    recommendation: 'HOLD',
    reasons: [{ code: 'SOURCE_REFUSED', condition: 'completeness' }],
  })
  expect(held.reasons[0]!.message).toContain('1 event of defect.reported was refused (VALUE_NOT_ALLOWED)')

  api.clock.now += MINUTE
  await api.send([event])
  expect((await ask('refused')).recommendation).toBe('SHIP')
  const then = (asOf: string) => ask('refused', `?asOf=${encodeURIComponent(asOf)}`)
  expect((await then(before.asOf)).digest).toBe(before.digest)
  expect((await then(held.asOf)).digest).toBe(held.digest)
})

test('a refused event that was never the project’s to send does not hold it', async () => {
  await api.send(about('bystander').map(asEvent))
  const order = { hold: 'x', office: 'CISO', scope: 'all', reason: 'r', placedBy: 'x' }
  const events = [
    { ...asEvent(fact('hold.placed', order, { project: 'bystander' })) },
    { ...asEvent(about('bystander')[0]!), id: 'foreign', type: 'com.example.deployed.v1' },
  ]
  expect((await api.post('/v1/events', events)).body).toMatchObject({ accepted: 0 })
  expect((await ask('bystander')).recommendation).toBe('SHIP')
})

test('asking about the past again and again keeps one verdict, not one for each question', async () => {
  await api.send(about('asked').map(asEvent))
  const count = async () =>
    (
      await rowsOf<{ n: number }>(
        api.store,
        `SELECT toUInt32(count()) AS n FROM ${api.store.database}.verdicts`,
      )
    )[0]!.n
  const first = await ask('asked', '?at=2026-11-19')
  const kept = await count()
  for (let n = 0; n < 5; n++) {
    api.clock.now += 1000
    expect((await ask('asked', '?at=2026-11-19')).verdict).toBe(first.verdict)
  }
  expect(await count()).toBe(kept)
  expect(await api.get(`/v1/verdicts/${first.verdict}`)).toMatchObject({ body: { digest: first.digest } })
})

test('in any order, repeated and in any batches: the same verdict, bit for bit', async () => {
  const facts = [
    ...shippingFacts(),
    fact(
      'defect.reported',
      {
        defect: 'D9',
        severity: 'critical',
        status: 'open',
        phaseFound: 'st',
        component: 'core',
        detectedAt: '2026-11-15T10:00:00+09:00',
      },
      { occurredAt: noon('2026-11-15') },
    ),
    fact(
      'defect.reported',
      {
        defect: 'D9',
        severity: 'major',
        status: 'fixed',
        phaseFound: 'st',
        component: 'core',
        detectedAt: '2026-11-15T10:00:00+09:00',
      },
      { occurredAt: noon('2026-11-16') },
    ),
  ]
  let round = 0
  const contents = new Set<string>()
  const batches = fc.record({
    order: fc.shuffledSubarray([...facts.keys()], { minLength: facts.length }),
    repeated: fc.subarray([...facts.keys()]),
    size: fc.integer({ min: 1, max: facts.length }),
  })
  await fc.assert(
    fc.asyncProperty(batches, async ({ order, repeated, size }) => {
      const project = `round-${(round += 1)}`
      const sent = about(project, facts)
      const events = [...order, ...repeated].map((n) => asEvent(sent[n]!))
      for (let i = 0; i < events.length; i += size) await api.send(events.slice(i, i + size))
      const { content } = (
        await api.store.read
          .query({
            query: `SELECT content FROM ${api.store.database}.verdicts WHERE id = '${(await ask(project)).verdict}'`,
            format: 'JSONEachRow',
          })
          .then((result) => result.json<{ content: string }>())
      )[0]!
      contents.add(content.replaceAll(project, 'p'))
    }),
    { numRuns: 12 },
  )
  expect(round).toBeGreaterThanOrEqual(12)
  expect([...contents]).toHaveLength(1)
})

test('as of yesterday the answer is what was stored yesterday, whatever came since', async () => {
  const answers: { asOf: string; at: string; digest: string; verdict: string }[] = []
  const facts = about('days')
  for (const [day, known] of [facts.slice(0, 6), facts.slice(6, 9), facts.slice(9)].entries()) {
    api.clock.now = Math.max(api.clock.now, noon(TODAY)) + (day === 0 ? 0 : DAY)
    await api.send(known.map(asEvent))
    answers.push(await ask('days'))
  }
  expect(new Set(answers.map(({ digest }) => digest)).size).toBe(3)
  api.clock.now += DAY
  for (const { at, asOf, digest, verdict } of answers) {
    const again = await ask('days', `?at=${encodeURIComponent(at)}&asOf=${encodeURIComponent(asOf)}`)
    expect(again.digest).toBe(digest)
    expect(await api.get(`/v1/verdicts/${verdict}`)).toMatchObject({ body: { digest, verdict } })
  }
})
