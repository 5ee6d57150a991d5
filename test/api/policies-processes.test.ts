import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { policyKeeper } from '../../api/compose/policy-keeper.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { policyHistory } from '../../api/policies/history.ts'
import { readiness } from '../../schemas/answers.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  const profile = { ...declaration, profile: 'shared' }
  const declared = fact('project.declared', profile, { occurredAt: noon('2026-10-01') })
  await api.send(replacing(shippingFacts(), 'project.declared', declared).map(asEvent))
})

test('a second process on the same store sees what the first has recorded, and says the same of the past', async () => {
  const intake = await makeIntake(api.store, { now: () => api.clock.now })
  const other = createApp(
    composePorts({
      store: api.store,
      intake,
      policies: policyHistory([]),
      now: () => api.clock.now,
      newId: () => 'y',
      logger: silent,
      allowedHosts: null,
    }),
  )
  api.clock.now += 1000
  const both = async (query = '') => {
    const path = `/v1/projects/p/readiness${query}`
    const second = readiness.parse(await (await other.request(path)).json())
    return [await api.read(path, readiness), second] as const
  }
  const unknown = await both()
  expect(unknown.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
    ['NO_POLICY'],
    ['NO_POLICY'],
  ])
  const then = new Date(api.clock.now).toISOString()
  api.clock.now += 1000
  expect((await upload(api, aPolicy({ id: 'shared' }))).status).toBe(201)
  api.clock.now += 1000
  const [first, second] = await both()
  expect([first.recommendation, second.recommendation, second.digest]).toEqual(['SHIP', 'SHIP', first.digest])
  const past = await both(`?asOf=${then}`)
  expect(past.map(({ digest }) => digest)).toEqual(unknown.map(({ digest }) => digest))
  await upload(
    api,
    aPolicy({ id: 'shared', version: 2, effectiveFrom: TODAY }, [
      aCondition('x', { lower: 9, upper: undefined }),
    ]),
  )
  api.clock.now += 1000
  expect((await both()).map(({ recommendation }) => recommendation)).toEqual(['HOLD', 'HOLD'])
})

test('with the clock set back, what was recorded stays known', async () => {
  api.clock.now -= 3_600_000
  expect((await api.read('/v1/projects/p/readiness', readiness)).policy).toMatchObject({
    id: 'shared',
    version: 2,
  })
  const intake = await makeIntake(api.store, { now: () => api.clock.now })
  const newest = (await policyKeeper(api.store).mark()).knownFrom
  expect(newest).toBeGreaterThan(api.clock.now)
  expect(intake.settledUntil()).toBeGreaterThanOrEqual(newest)
})
