import { beforeAll, expect, test } from 'vitest'
import { arrivals, withArrivals } from '../../analytics/verdict/arrivals.ts'
import { readiness, verdictDifference, verdictList } from '../../schemas/answers.ts'
import { catalogue } from '../../schemas/messages/index.ts'
import { factKinds } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { fact, noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.send(shippingFacts().map(asEvent))
})

const MINUTE = 60_000
const defect = (id: string, occurredAt: number) =>
  asEvent(
    fact(
      'defect.reported',
      {
        defect: id,
        severity: 'critical',
        status: 'open',
        phaseFound: 'st',
        component: 'core',
        detectedAt: '2026-11-19T10:00:00+09:00',
      },
      { occurredAt },
    ),
  )

test('a difference tells late facts from new ones, and what came of them, as one sentence', async () => {
  const before = await api.read('/v1/projects/p/readiness', readiness)
  const then = api.clock.now
  api.clock.now += 10 * MINUTE
  await api.send([
    defect('L1', then - MINUTE),
    defect('L2', then),
    defect('N1', then + MINUTE),
    asEvent(
      fact(
        'cost.booked',
        { booking: 'b9', workPackage: 'w2', date: TODAY, amount: 1 },
        { occurredAt: then - 1 },
      ),
    ),
  ])
  const after = await api.read('/v1/projects/p/readiness', readiness)
  const path = `/v1/projects/p/verdicts/diff?from=${before.verdict}&to=${after.verdict}`
  const { changes, summary } = await api.read(path, verdictDifference)
  const ofFacts = changes.filter(({ code }) => code.startsWith('FACTS')).map(({ message }) => message)
  expect(ofFacts).toEqual(['1 late booking', '2 late defect reports', '1 new defect report'])
  expect(summary).toMatch(
    /^1 late booking; 2 late defect reports; 1 new defect report; .*Defect detection rate: 2\.5 → 4 .*; SHIP → HOLD$/,
  )
  const japanese = await api.read(`${path}&lang=ja`, verdictDifference)
  expect(japanese.summary).toMatch(
    /^遅れて届いたコスト計上 1 件、遅れて届いた不具合報告 2 件、新しい不具合報告 1 件、.*、SHIP → HOLD$/,
  )

  expect(after.changes.map(({ message }) => message)).toEqual(changes.map(({ message }) => message))
  const stored = await api.read(`/v1/verdicts/${after.verdict}`, readiness)
  expect(stored.changes).toEqual(after.changes)

  const backwards = await api.read(
    `/v1/projects/p/verdicts/diff?from=${after.verdict}&to=${before.verdict}`,
    verdictDifference,
  )
  expect(backwards.changes.filter(({ code }) => code.startsWith('FACTS_'))).toEqual([])
  expect(backwards.summary).toMatch(/HOLD → SHIP$/)
})

test('the list says on what each verdict stands, and what had been given by a moment', async () => {
  const { verdicts } = await api.read('/v1/projects/p/verdicts', verdictList)
  expect(verdicts.map(({ recommendation }) => recommendation)).toEqual(['HOLD', 'SHIP'])
  for (const line of verdicts) {
    expect(Date.parse(line.asOf)).toBeLessThanOrEqual(Date.parse(line.evaluatedAt))
    expect(line.policy).toMatchObject({ id: 'standard' })
  }
  const asOf = new Date(noon(TODAY) + MINUTE).toISOString()
  const earlier = await api.read(`/v1/projects/p/verdicts?asOf=${asOf}`, verdictList)
  expect(earlier.verdicts.map(({ recommendation }) => recommendation)).toEqual(['SHIP'])
  expect((await api.get('/v1/projects/p/verdicts?asOf=2027-01-01')).status).toBe(400)
})

test('late and new facts together are what the later verdict counts more, on either clock', () => {
  const log = [
    fact(
      'cost.booked',
      { booking: 'a', workPackage: 'w', date: TODAY, amount: 1 },
      { occurredAt: 10, receivedAt: 10 },
    ),
    fact(
      'cost.booked',
      { booking: 'b', workPackage: 'w', date: TODAY, amount: 1 },
      { occurredAt: 10, receivedAt: 30 },
    ),
    // Known before, and dated later than the first verdict: it becomes true by time alone.
    fact(
      'cost.booked',
      { booking: 'c', workPackage: 'w', date: TODAY, amount: 1 },
      { occurredAt: 25, receivedAt: 5 },
    ),
    fact(
      'cost.booked',
      { booking: 'd', workPackage: 'w', date: TODAY, amount: 1 },
      { occurredAt: 99, receivedAt: 30 },
    ),
  ]
  const [before, after] = [
    { at: 20, asOf: 20 },
    { at: 40, asOf: 40 },
  ]
  expect(arrivals(log, before, after)).toEqual([{ kind: 'cost.booked', late: 1, fresh: 1 }])
  expect(arrivals(log, after, before)).toBeNull()
  expect(arrivals(log, { at: 20, asOf: 40 }, { at: 40, asOf: 20 })).toBeNull()
  const changes = [{ code: 'FACTS' as const, condition: null, parameters: { kind: 'cost.booked', count: 2 } }]
  expect(withArrivals(changes, null)).toEqual(changes)
})

test('every kind of fact has a name in both languages', () => {
  for (const language of ['en', 'ja'] as const)
    for (const kind of factKinds) expect(Object.keys(catalogue[language])).toContain(`noun.${kind}`)
})
