import { beforeAll, describe, expect, test } from 'vitest'
import {
  policyAnswer,
  policyDifferenceAnswer,
  policyList,
  policyReceipt,
} from '../../schemas/answers-policy.ts'
import { readiness } from '../../schemas/answers.ts'
import { problem } from '../../schemas/errors.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { rowsOf } from '../helpers/store.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

const problemOf = async (text: string) => {
  const { status, body } = await upload(api, text)
  return { ...problem.parse(body), status }
}
describe('uploading', () => {
  test('a version is recorded with who and when, and can be read with its text and what it inherits', async () => {
    const text = aPolicy({ id: 'payment', extends: 'standard' }, [aCondition('extra')])
    const { status, body } = await upload(api, text)
    expect(status).toBe(201)
    const receipt = policyReceipt.parse(body)
    expect(receipt).toMatchObject({ id: 'payment', version: 1, state: 'in-force', isNew: true, warnings: [] })
    const shown = await api.read('/v1/policies/payment', policyAnswer)
    expect(shown).toMatchObject({ text, uploadedBy: 'Q. Aoki', extends: 'standard' })
    const ids = shown.resolved.gates.release!.map(({ id }) => id)
    expect(ids).toContain('system-test-pass-rate')
    expect(ids.at(-1)).toBe('extra')
    expect(shown.resolved.digest).toBe(receipt.digest)
  })

  test('the same text again changes nothing and says so', async () => {
    const text = aPolicy({ id: 'payment', extends: 'standard' }, [aCondition('extra')])
    const again = await upload(api, text.replaceAll('\n', '\r\n'))
    expect(again).toMatchObject({ status: 200, body: { isNew: false, version: 1 } })
    expect(
      await rowsOf(api.store, `SELECT id FROM ${api.store.database}.policies WHERE id = 'payment'`),
    ).toHaveLength(1)
  })

  test('the same version with another text is refused, and the one that is there stays', async () => {
    const refused = await upload(api, aPolicy({ id: 'payment' }))
    expect(refused).toMatchObject({ status: 409, body: { code: 'POLICY_VERSION_TAKEN', field: 'version' } })
    expect((await api.read('/v1/policies/payment', policyAnswer)).extends).toBe('standard')
  })

  test('a lower version is refused', async () => {
    expect((await upload(api, aPolicy({ id: 'p3', version: 3 }))).status).toBe(201)
    const { status, detail } = await problemOf(aPolicy({ id: 'p3', version: 2, effectiveFrom: '2027-01-01' }))
    expect([status, detail]).toEqual([
      409,
      'policy.yaml:3:10: version: p3 has version 3 already: a new one must be higher',
    ])
  })

  test('a new version may begin today and not before, since the past was judged', async () => {
    const past = await problemOf(aPolicy({ id: 'p3', version: 4, effectiveFrom: '2026-11-19' }))
    expect(past).toMatchObject({ status: 422, code: 'POLICY_REFUSED', field: 'effectiveFrom' })
    expect(past.problems).toMatchObject([{ code: 'EFFECTIVE_IN_THE_PAST', line: 4, column: 16 }])
    expect((await upload(api, aPolicy({ id: 'p3', version: 4, effectiveFrom: TODAY }))).status).toBe(201)
  })

  test('without access control the uploader has to be named', async () => {
    expect(await upload(api, aPolicy({ id: 'p9' }), '')).toMatchObject({
      status: 400,
      body: { field: 'uploadedBy' },
    })
  })

  test.each([
    ['application/json', '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/yaml', '', 400, 'EMPTY_BODY'],
    ['application/yaml', 'x'.repeat(262_145), 413, 'BODY_TOO_LARGE'],
  ])('a body of %s that is no policy', async (type, body, status, code) => {
    const headers = { 'content-type': type }
    expect(await api.post('/v1/policies?uploadedBy=q', body, headers)).toMatchObject({
      status,
      body: { code },
    })
  })

  test('two uploads of one version at the same time: one stays, the other is told', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => upload(api, aPolicy({ id: 'race' }, [aCondition(id)]))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    const kept = await api.read('/v1/policies/race', policyAnswer)
    const winner = ['a', 'b', 'c', 'd'][answers.findIndex(({ status }) => status === 201)]
    expect(kept.resolved.gates.release!.map(({ id }) => id)).toEqual([winner])
  })
})

describe('versions side by side', () => {
  test('the list shows what is in force, planned and superseded', async () => {
    const next = aPolicy({ id: 'p3', version: 5, effectiveFrom: '2027-04-01' }, [
      aCondition('critical', { maxAgeDays: 7 }),
      aCondition('minor', { kind: 'advisory', indicator: 'defects.open-minor', upper: 3 }),
    ])
    expect((await upload(api, next)).status).toBe(201)
    const { policies } = await api.read('/v1/policies', policyList)
    const found = policies.find(({ id }) => id === 'p3')!
    expect(found.versions.map(({ version, state }) => [version, state])).toEqual([
      [5, 'planned'],
      [4, 'in-force'],
      [3, 'superseded'],
    ])
  })

  test('the difference tells each condition and which way it goes', async () => {
    const difference = await api.read('/v1/policies/p3/diff?from=4&to=5', policyDifferenceAnswer)
    expect(difference.conditions.map(({ message }) => message)).toEqual([
      '~ release critical: maxAgeDays – → 7 (tighter)',
      '+ release minor: added, advisory (at most 3)',
    ])
    expect(difference.counts).toEqual({ tighter: 1, looser: 0, other: 1 })
    const back = await api.read('/v1/policies/p3/diff?from=5&to=4&lang=ja', policyDifferenceAnswer)
    expect(back.conditions.map(({ direction }) => direction)).toEqual(['looser', 'other'])
    expect(back.conditions[0]!.message).toBe('~ release critical: maxAgeDays 7 → – (緩くなる)')
  })

  test('an unknown policy or version is 404', async () => {
    expect(await api.get('/v1/policies/nobody')).toMatchObject({
      status: 404,
      body: { code: 'POLICY_NOT_FOUND' },
    })
    expect(await api.get('/v1/policies/p3?version=9')).toMatchObject({
      status: 404,
      body: { field: 'version' },
    })
    expect(await api.get('/v1/policies/p3/diff?from=4&to=9')).toMatchObject({ status: 404 })
  })
})

describe('a verdict is by the policy that applied', () => {
  const facts = replacing(
    shippingFacts(),
    'project.declared',
    fact('project.declared', { ...declaration, profile: 'ours' }, { occurredAt: noon('2026-10-01') }),
  )
  const ask = (query = '') => api.read(`/v1/projects/p/readiness${query}`, readiness)
  let beforeUpload: string

  test('a profile that has no policy holds; one uploaded is noticed at once', async () => {
    await api.send(facts.map(asEvent))
    const unjudged = await ask()
    expect(unjudged.reasons.map(({ code }) => code)).toContain('NO_POLICY')
    beforeUpload = unjudged.asOf
    api.clock.now += 60_000
    expect((await upload(api, aPolicy({ id: 'ours' }))).status).toBe(201)
    const judged = await ask()
    expect(judged.recommendation).toBe('SHIP')
    expect(judged.policy).toMatchObject({ id: 'ours', version: 1, parents: [] })
    expect(judged.policy!.textDigest).toBe((await api.read('/v1/policies/ours', policyAnswer)).textDigest)
    expect(judged.supersedes).toBe(unjudged.verdict)
  })

  test('as known before the upload it is still NO_POLICY, bit for bit', async () => {
    const kept = await ask()
    const before = await ask(`?asOf=${encodeURIComponent(beforeUpload)}`)
    expect(before.digest).not.toBe(kept.digest)
    const stored = (await api.read(`/v1/verdicts/${kept.supersedes!}`, readiness)).digest
    expect(before.digest).toBe(stored)
  })

  test('a planned version changes no verdict before its day, and every one from it on, without a new fact', async () => {
    api.clock.now += 60_000
    const next = aPolicy({ id: 'ours', version: 2, effectiveFrom: '2026-11-21' }, [
      aCondition('critical'),
      aCondition('sized', { indicator: 'tests.density', lower: 999, upper: undefined, unit: 'cases/KSLOC' }),
    ])
    const before = await ask()
    expect((await upload(api, next)).status).toBe(201)
    const now = await ask()
    expect([now.digest, now.policy!.version]).toEqual([before.digest, 1])
    expect(now.shadow).toMatchObject({
      policy: { id: 'ours', version: 2 },
      effectiveFrom: '2026-11-21',
      recommendation: 'HOLD',
    })
    expect(now.shadow!.changes.map(({ code }) => code)).toEqual([
      'RECOMMENDATION',
      'SCORE',
      'POLICY',
      'CONDITION_ADDED',
    ])
    api.clock.now = noon('2026-11-21')
    const later = await ask()
    expect([later.recommendation, later.policy!.version, later.shadow]).toEqual(['HOLD', 2, undefined])
    const yesterday = await ask(`?at=${TODAY}`)
    expect([yesterday.recommendation, yesterday.policy!.version]).toEqual(['SHIP', 1])
  })

  test('a condition with a date of its own is advisory until then, and says so', async () => {
    const dense = { indicator: 'tests.density', lower: 999, upper: undefined, unit: 'cases/KSLOC' }
    const announced = aCondition('sized', { ...dense, effectiveFrom: '2026-12-01' })
    const text = aPolicy({ id: 'ours', version: 3, effectiveFrom: '2026-11-21' }, [
      aCondition('critical'),
      announced,
    ])
    expect((await upload(api, text)).status).toBe(201)
    const { recommendation, conditions } = await ask()
    expect(recommendation).toBe('SHIP')
    const sized = conditions.find(({ id }) => id === 'sized')!
    expect(sized).toMatchObject({ state: 'FAIL', required: false, requiredFrom: '2026-12-01' })
    expect(sized.message).toMatch(/; advisory until 2026-12-01, required from then on$/)
    api.clock.now = noon('2026-12-01')
    const then = (await ask()).conditions.find(({ id }) => id === 'sized')!
    expect([then.required, then.requiredFrom]).toEqual([true, undefined])
  })
})
