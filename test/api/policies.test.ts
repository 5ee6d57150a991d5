import { beforeAll, describe, expect, test } from 'vitest'
import { policyAnswer, policyDifferenceAnswer, policyList, policyReceipt } from '../../schemas/answers-policy.ts'
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
  return { status, ...problem.parse(body) }
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

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
    expect(await rowsOf(api.store, `SELECT id FROM ${api.store.database}.policies WHERE id = 'payment'`)).toHaveLength(1)
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
    expect(await upload(api, aPolicy({ id: 'p9' }), '')).toMatchObject({ status: 400, body: { field: 'uploadedBy' } })
  })

  test.each([
    ['application/json', '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/yaml', '', 400, 'EMPTY_BODY'],
    ['application/yaml', 'x'.repeat(262_145), 413, 'BODY_TOO_LARGE'],
  ])('a body of %s that is no policy', async (type, body, status, code) => {
    const headers = { 'content-type': type }
    expect(await api.post('/v1/policies?uploadedBy=q', body, headers)).toMatchObject({ status, body: { code } })
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

describe('what is refused names its place, and changes nothing', () => {
  const unknown = aPolicy({ id: 'bad' }, [aCondition('c', { indicator: 'defects.open-critcal' })])
  const cases: [string, string, string, string | null][] = [
    ['an unknown indicator, with the nearest', unknown, 'UNKNOWN_INDICATOR', 'indicator: defects'],
    ['an unknown field', aPolicy({ id: 'bad', effectivFrom: '2026-01-01' }), 'UNKNOWN_FIELD', 'effectivFrom'],
    ['no field', aPolicy({ id: 'bad', owner: undefined }), 'MISSING_FIELD', 'schema'],
    ['limits that cross', aPolicy({ id: 'bad' }, [aCondition('c', { lower: 2, upper: 1 })]), 'LIMITS_CROSSED', 'upper: 1'],
    ['no limits', aPolicy({ id: 'bad' }, [aCondition('c', { upper: undefined })]), 'LIMITS_MISSING', null],
    ['another unit', aPolicy({ id: 'bad' }, [aCondition('c', { unit: 'percent' })]), 'UNIT_NOT_OF_INDICATOR', 'percent'],
    ['no required condition', aPolicy({ id: 'bad' }, [aCondition('c', { kind: 'advisory' })]), 'NO_REQUIRED_CONDITION', 'conditions:'],
    ['an empty gate', aPolicy({ id: 'bad', gates: { plan: { conditions: [] } } }), 'NO_REQUIRED_CONDITION', 'conditions:'],
    ['no gate', aPolicy({ id: 'bad', gates: {} }), 'NO_GATES', null],
    ['a condition that is only required later', aPolicy({ id: 'bad' }, [aCondition('c', { effectiveFrom: '2027-01-01' })]), 'NO_REQUIRED_CONDITION', null],
    ['limits that exclude each other', aPolicy({ id: 'bad' }, [aCondition('c', { lower: 5, upper: undefined }), aCondition('d', { upper: 3 })]), 'CONTRADICTORY_LIMITS', null],
    ['a condition twice', aPolicy({ id: 'bad' }, [aCondition('c'), aCondition('c')]), 'CONDITION_REPEATED', null],
    ['a parent that is not there', aPolicy({ id: 'bad', extends: 'standrad' }), 'UNKNOWN_PARENT', 'standrad'],
    ['itself as parent', aPolicy({ id: 'bad', extends: 'bad' }), 'INHERITANCE_CYCLE', 'extends: bad'],
    ['a key twice', aPolicy({ id: 'bad' }) + 'owner: me\n', 'DUPLICATE_KEY', 'owner: me'],
    ['an alias', 'schema: &a x\nid: *a\n', 'ALIAS_NOT_ALLOWED', '*a'],
    ['a bomb of aliases', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n`, 'ALIAS_NOT_ALLOWED', '*a'],
    ['brackets that end the process', '['.repeat(100_000), 'TOO_DEEP', null],
    ['dashes that end the process', '- '.repeat(50_000), 'TOO_DEEP', null],
    ['broken YAML', 'schema: "x\nid: 1', 'SYNTAX', null],
    ['two documents', `${aPolicy({ id: 'bad' })}---\nid: x\n`, 'SYNTAX', '---'],
    ['no policy', 'just a text', 'WRONG_TYPE', null],
    ['a private tag', 'schema: !!js/function x', 'SYNTAX', '!!js'],
  ]
  test.each(cases)('%s', async (_, text, code, at) => {
    const refused = await problemOf(text)
    expect(refused).toMatchObject({ status: 422, code: 'POLICY_REFUSED' })
    const found = refused.problems!.find((candidate) => candidate.code === code)
    expect(refused.problems!.map((candidate) => candidate.code)).toContain(code)
    expect(found!.line).toBeGreaterThan(0)
    if (at !== null) expect(found!.line).toBe(lineOf(text, at))
    expect((await api.get('/v1/policies/bad')).status).toBe(404)
  })

  test('every mistake is told at once, in the language of the caller', async () => {
    const text = unknown.replace('owner: QA\n', '')
    const { body } = await upload(api, text, 'uploadedBy=q&lang=ja&file=payment.yaml')
    expect(problem.parse(body).problems!.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['payment.yaml', 1, 'owner がありません'],
      ['payment.yaml', lineOf(text, 'indicator: defects'), 'defects.open-critcal という指標はありません。defects.open-critical ではありませんか'],
    ])
  })

  test('a cycle that two versions close together', async () => {
    expect((await upload(api, aPolicy({ id: 'first' }))).status).toBe(201)
    expect((await upload(api, aPolicy({ id: 'second', extends: 'first' }))).status).toBe(201)
    const closed = await problemOf(aPolicy({ id: 'first', version: 2, effectiveFrom: '2027-01-01', extends: 'second' }))
    expect(closed.problems![0]).toMatchObject({
      code: 'INHERITANCE_CYCLE',
      message: 'the inheritance runs in a circle: first → second → first',
      path: 'extends',
    })
  })
})

describe('loosening', () => {
  const looser = (more: Record<string, unknown>) =>
    aPolicy({ extends: 'first', ...more }, [aCondition('critical', { upper: 2 }), aCondition('own')])

  test('a child that asks for less is told so, with the line', async () => {
    const text = looser({ id: 'lax' })
    const { status, body } = await upload(api, text)
    expect(status).toBe(201)
    expect(policyReceipt.parse(body).warnings).toMatchObject([
      {
        severity: 'warning',
        code: 'LOOSENED',
        line: lineOf(text, 'id: critical'),
        message: 'lax asks for less than first does at the gate release: critical: upper 0 → 2',
      },
    ])
  })

  test('a policy for services to residents may not', async () => {
    const refused = await problemOf(looser({ id: 'resident-lax', residentServices: true }))
    expect(refused.problems).toMatchObject([{ severity: 'error', code: 'LOOSENED' }])
  })

  test('nor may its parent become stricter than it', async () => {
    const child = aPolicy({ id: 'resident-b', extends: 'first', residentServices: true }, [aCondition('critical')])
    expect((await upload(api, child)).status).toBe(201)
    const stricter = aPolicy({ id: 'first', version: 2, effectiveFrom: TODAY }, [aCondition('critical', { maxAgeDays: 3 })])
    const refused = await problemOf(stricter)
    expect(refused.problems!.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'LOOSENED', file: 'resident-b@1', message: 'resident-b asks for less than first does at the gate release: critical: maxAgeDays 3 → –' },
    ])
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
    expect(await api.get('/v1/policies/nobody')).toMatchObject({ status: 404, body: { code: 'POLICY_NOT_FOUND' } })
    expect(await api.get('/v1/policies/p3?version=9')).toMatchObject({ status: 404, body: { field: 'version' } })
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
    expect(now.shadow!.changes.map(({ code }) => code)).toEqual(['RECOMMENDATION', 'SCORE', 'POLICY', 'CONDITION_ADDED'])
    api.clock.now = noon('2026-11-21')
    const later = await ask()
    expect([later.recommendation, later.policy!.version, later.shadow]).toEqual(['HOLD', 2, undefined])
    const yesterday = await ask(`?at=${TODAY}`)
    expect([yesterday.recommendation, yesterday.policy!.version]).toEqual(['SHIP', 1])
  })
})
