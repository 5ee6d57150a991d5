import { beforeAll, expect, test } from 'vitest'
import { factPage, indicatorsAnswer, readiness } from '../../schemas/answers.ts'
import { evidenceList } from '../../schemas/answers-governance.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { scan, vulnerability } from '../helpers/security-facts.ts'
import { shippingProject } from '../helpers/shipping-project.ts'

const PROFILE = 'resident-service-security'
let api: TestApi
const ask = (query = '') => api.read(`/v1/projects/p/readiness${query}`, readiness)
const conditionOf = async (id: string) => (await ask()).conditions.find((one) => one.id === id)!

beforeAll(async () => {
  api = await openTestApi()
  const facts = shippingProject(shippedPolicies().get(PROFILE)!, 'release')
  await api.send(facts.map(asEvent))
  api.clock.now += 1000
})

test('SHIP with every condition on assets, scans and vulnerabilities shown', async () => {
  const { recommendation, conditions, policy } = await ask()
  expect([recommendation, policy?.id]).toEqual(['SHIP', PROFILE])
  const shown = conditions.filter(({ indicator }) => indicator.startsWith('security.'))
  expect(shown.map(({ id, actual, state }) => [id, actual, state])).toEqual([
    ['scan-coverage', 100, 'PASS'],
    ['oldest-scan', 0, 'PASS'],
    ['open-critical-vulnerabilities', 0, 'PASS'],
    ['open-high-vulnerabilities', 0, 'PASS'],
    ['oldest-high-vulnerability', 0, 'PASS'],
    ['accepted-critical-vulnerabilities', 0, 'PASS'],
    ['accepted-high-vulnerabilities', 0, 'PASS'],
    ['dismissed-vulnerabilities', 0, 'PASS'],
    ['unregistered-assets', 0, 'PASS'],
    ['shadow-assets', 0, 'PASS'],
  ])
  expect(shown[0]!.scope).toEqual({ withinDays: 14 })
})

test('every link to the facts behind a number of security leads to facts of those kinds', async () => {
  const { indicators } = await api.read('/v1/projects/p/indicators', indicatorsAnswer)
  const own = indicators.filter(({ indicator }) => indicator.startsWith('security.'))
  expect(own).toHaveLength(10)
  const links = [...own.flatMap(({ facts, sources }) => [facts, ...sources])]
  const { conditions } = await ask()
  links.push(
    ...conditions
      .filter(({ indicator }) => indicator.startsWith('security.'))
      .map(({ facts }) => (facts.startsWith('/') ? facts : `/v1/projects/p/facts?${facts}`)),
  )
  for (const link of new Set(links)) {
    const wanted = new URL(link, 'http://x').searchParams.getAll('kind')
    const { facts } = await api.read(link, factPage)
    expect(wanted.length, link).toBeGreaterThan(0)
    expect(facts.length, link).toBeGreaterThan(0)
    expect(
      facts.every(({ kind }) => wanted.includes(kind)),
      link,
    ).toBe(true)
  }
})

test('a vulnerability that is found holds, in words; dismissed, it waits for somebody outside; the past stays', async () => {
  const before = await ask()
  api.clock.now += 1000
  const rated = { severity: 'critical', cvss: 9.8 }
  const id = 'CVE-2021-44228:pkg:maven/log4j-core'
  await api.send([{ ...vulnerability('portal', id, '2026-11-19', rated), id: 'found' }].map(asEvent))
  const held = await ask()
  expect(held).toMatchObject({
    recommendation: 'HOLD',
    reasons: [{ code: 'CONDITION_FAILED', kind: 'SECURITY', condition: 'open-critical-vulnerabilities' }],
    distanceToShip: [{ code: 'LOWER', amount: 1, unit: 'vulnerabilities' }],
  })
  expect(held.reasons[0]!.message).toBe('Open critical vulnerabilities: 1, allowed at most 0.')
  expect((await ask('?lang=ja')).distanceToShip[0]!.message).toContain('未解決の脆弱性')

  api.clock.now += 1000
  const dismissed = vulnerability('portal', id, TODAY, { ...rated, state: 'not-affected' })
  await api.send([{ ...dismissed, id: 'dismissed' }].map(asEvent))
  expect((await ask()).reasons.map(({ condition }) => condition)).toEqual(['dismissed-vulnerabilities'])

  const items = async () => (await api.read('/v1/projects/p/evidence?gate=release', evidenceList)).items
  expect((await items()).at(-1)).toMatchObject({
    item: 'vulnerability-triage',
    required: false,
    independent: true,
  })
  const evidence = {
    project: 'p',
    gate: 'release',
    item: 'vulnerability-triage',
    result: 'passed',
    verifier: { name: 'V', organization: 'Auditors' },
    statement: 'The class is not in the artifact.',
    recordedBy: 'Q. Abe',
  }
  expect((await api.post('/v1/evidence', evidence)).status).toBe(201)
  api.clock.now += 1000
  expect((await ask()).recommendation).toBe('SHIP')
  expect(await conditionOf('dismissed-vulnerabilities')).toMatchObject({ actual: 0, sampleSize: 1 })
  const then = await ask(`?asOf=${encodeURIComponent(held.asOf)}`)
  expect([then.digest, (await ask(`?asOf=${encodeURIComponent(before.asOf)}`)).digest]).toEqual([
    held.digest,
    before.digest,
  ])
})

test('a failed scan makes it unknown, with the reason in both languages', async () => {
  api.clock.now += 1000
  await api.send(
    [{ ...scan('portal', TODAY, { scan: 'failed', succeeded: false }), id: 'failed' }].map(asEvent),
  )
  const messages = async (query: string) => {
    const { reasons } = await ask(query)
    return reasons.find(({ condition }) => condition === 'open-critical-vulnerabilities')?.message
  }
  expect(await messages('')).toContain('the last scan of a registered asset failed')
  expect(await messages('?lang=ja')).toContain('直近のスキャンに失敗した登録資産があります')
})

test('the day after the last scan is too old the answer is another one, without anything having come', async () => {
  expect((await ask()).validUntil).toBe('2026-11-20T15:00:00.000Z')
  api.clock.now = noon('2026-12-05')
  const later = await ask()
  const states = later.conditions
    .filter(({ indicator }) => indicator.startsWith('security.'))
    .map(({ id, state }) => `${id} ${state}`)
  expect(states).toContain('scan-coverage STALE')
  expect(states).toContain('unregistered-assets STALE')
})
