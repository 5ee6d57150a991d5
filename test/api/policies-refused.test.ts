import { beforeAll, describe, expect, test } from 'vitest'
import { policyReceipt } from '../../schemas/answers-policy.ts'
import { problem } from '../../schemas/errors.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { TODAY } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

const problemOf = async (text: string) => {
  const { status, body } = await upload(api, text)
  return { ...problem.parse(body), status }
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

describe('what is refused names its place, and changes nothing', () => {
  const unknown = aPolicy({ id: 'bad' }, [aCondition('c', { indicator: 'defects.open-critcal' })])
  const cases: [string, string, string, string | null][] = [
    ['an unknown indicator, with the nearest', unknown, 'UNKNOWN_INDICATOR', 'indicator: defects'],
    ['an unknown field', aPolicy({ id: 'bad', effectivFrom: '2026-01-01' }), 'UNKNOWN_FIELD', 'effectivFrom'],
    ['no field', aPolicy({ id: 'bad', owner: undefined }), 'MISSING_FIELD', 'schema'],
    [
      'limits that cross',
      aPolicy({ id: 'bad' }, [aCondition('c', { lower: 2, upper: 1 })]),
      'LIMITS_CROSSED',
      'upper: 1',
    ],
    ['no limits', aPolicy({ id: 'bad' }, [aCondition('c', { upper: undefined })]), 'LIMITS_MISSING', null],
    [
      'another unit',
      aPolicy({ id: 'bad' }, [aCondition('c', { unit: 'percent' })]),
      'UNIT_NOT_OF_INDICATOR',
      'percent',
    ],
    [
      'no required condition',
      aPolicy({ id: 'bad' }, [aCondition('c', { kind: 'advisory' })]),
      'NO_REQUIRED_CONDITION',
      'conditions:',
    ],
    [
      'an empty gate',
      aPolicy({ id: 'bad', gates: { plan: { conditions: [] } } }),
      'NO_REQUIRED_CONDITION',
      'conditions:',
    ],
    ['no gate', aPolicy({ id: 'bad', gates: {} }), 'NO_GATES', null],
    [
      'a condition that is only required later',
      aPolicy({ id: 'bad' }, [aCondition('c', { effectiveFrom: '2027-01-01' })]),
      'NO_REQUIRED_CONDITION',
      null,
    ],
    [
      'limits that exclude each other',
      aPolicy({ id: 'bad' }, [
        aCondition('c', { lower: 5, upper: undefined }),
        aCondition('d', { upper: 3 }),
      ]),
      'CONTRADICTORY_LIMITS',
      null,
    ],
    [
      'a condition twice',
      aPolicy({ id: 'bad' }, [aCondition('c'), aCondition('c')]),
      'CONDITION_REPEATED',
      null,
    ],
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
      [
        'payment.yaml',
        lineOf(text, 'indicator: defects'),
        'defects.open-critcal という指標はありません。defects.open-critical ではありませんか',
      ],
    ])
  })

  test('a cycle that two versions close together', async () => {
    expect((await upload(api, aPolicy({ id: 'first' }))).status).toBe(201)
    expect((await upload(api, aPolicy({ id: 'second', extends: 'first' }))).status).toBe(201)
    const closed = await problemOf(
      aPolicy({ id: 'first', version: 2, effectiveFrom: '2027-01-01', extends: 'second' }),
    )
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
    const child = aPolicy({ id: 'resident-b', extends: 'first', residentServices: true }, [
      aCondition('critical'),
    ])
    expect((await upload(api, child)).status).toBe(201)
    const stricter = aPolicy({ id: 'first', version: 2, effectiveFrom: TODAY }, [
      aCondition('critical', { maxAgeDays: 3 }),
    ])
    const refused = await problemOf(stricter)
    expect(refused.problems!.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'LOOSENED',
        file: 'resident-b@1',
        message: 'resident-b asks for less than first does at the gate release: critical: maxAgeDays 3 → –',
      },
    ])
  })
})
