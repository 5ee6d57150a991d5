import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { factPage, quarantinePage } from '../../schemas/answers.ts'
import { intakeReceipt } from '../../schemas/refusals.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { fact, noon, TODAY } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

let serial = 0
const tests = (data: object = {}, envelope: object = {}) => {
  serial += 1
  const known = { phase: 'st', asOf: TODAY, planned: 10, executed: 10, passed: 10, failed: 0 }
  const event = asEvent(fact('tests.reported', known, { project: 'bad', id: `t-${serial}` }))
  return { ...event, data: { ...known, ...data }, ...envelope }
}
/** JSON text with one value written in a way that JSON.stringify would not. */
const withText = (placeholder: string, text: string) =>
  JSON.stringify(tests({ executed: placeholder })).replace(`"${placeholder}"`, text)
const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

describe('each bad event has its own code and a message that names field and limit; its neighbours are stored', () => {
  test.each<[string, string, string, RegExp]>([
    ['malformed JSON', '{"specversion":', 'MALFORMED_JSON', /JSON/],
    ['a wrong type', JSON.stringify(tests({ executed: 'ten' })), 'WRONG_TYPE', /data\.executed/],
    ['5e9', JSON.stringify(tests({ executed: 5e9 })), 'OUT_OF_RANGE', /data\.executed.*1000000000/],
    ['-1', JSON.stringify(tests({ executed: -1 })), 'OUT_OF_RANGE', /data\.executed.*0/],
    ['NaN', withText('@', 'NaN'), 'MALFORMED_JSON', /JSON/],
    ['1e309', withText('@', '1e309'), 'OUT_OF_RANGE', /data\.executed/],
    ['a share of a case', JSON.stringify(tests({ executed: 1.5 })), 'WRONG_TYPE', /data\.executed/],
    [
      'an unknown kind',
      JSON.stringify(tests({}, { type: 'dev.kanmon.test.reported.v1' })),
      'UNKNOWN_KIND',
      /test\.reported/,
    ],
    [
      'a newer version',
      JSON.stringify(tests({}, { type: 'dev.kanmon.tests.reported.v2' })),
      'NEWER_VERSION',
      /2/,
    ],
    ['a misspelt field', JSON.stringify(tests({ exceuted: 10 })), 'UNKNOWN_FIELD', /exceuted/],
    ['a missing field', JSON.stringify(tests({ planned: undefined })), 'MISSING_FIELD', /data\.planned/],
    [
      'a time too far ahead',
      JSON.stringify(tests({}, { time: new Date(noon(TODAY) + 360_000).toISOString() })),
      'TIME_IN_FUTURE',
      /time.*5 min/,
    ],
    [
      'a time before 1990',
      JSON.stringify(tests({}, { time: '1989-12-31T23:59:59Z' })),
      'TIME_TOO_OLD',
      /time.*1990/,
    ],
    ['deep nesting', `{"specversion":"1.0","data":${nested(5000)}}`, 'TOO_DEEP', /16/],
    ['a line break in an id', JSON.stringify(tests({}, { id: 'a\nb' })), 'CONTROL_CHARACTER', /id/],
    ['more passed than executed', JSON.stringify(tests({ passed: 11 })), 'INCONSISTENT', /executed/],
    [
      'a name of 201 characters',
      JSON.stringify(tests({ phase: '長'.repeat(201) })),
      'TOO_LONG',
      /data\.phase.*200/,
    ],
    [
      'a project id that is none',
      JSON.stringify(tests({}, { subject: "p'; DROP TABLE facts" })),
      'INVALID_FORMAT',
      /subject/,
    ],
    [
      'a day that does not exist',
      JSON.stringify(tests({ asOf: '2026-02-30' })),
      'INVALID_FORMAT',
      /data\.asOf/,
    ],
  ])('%s', async (_, line, code, message) => {
    const [before, after] = [tests(), tests()]
    const body = [JSON.stringify(before), line, JSON.stringify(after)].join('\n')
    const answer = await api.post('/v1/events', body, { 'content-type': 'application/x-ndjson' })
    expect(answer).toMatchObject({ status: 200, body: { accepted: 2, quarantined: [{ index: 1, code }] } })
    expect(intakeReceipt.parse(answer.body).quarantined[0]?.message).toMatch(message)
    const { entries } = await api.read('/v1/quarantine?limit=1', quarantinePage)
    expect(entries[0]).toMatchObject({ code, index: 1 })
    expect(line.startsWith(entries[0]!.raw.slice(0, 60))).toBe(true)
  })

  test('the same id with other content', async () => {
    await api.send([tests({}, { id: 'same' })])
    const { body } = await api.post('/v1/events', [
      tests({}, { id: 'same' }),
      tests({ executed: 9, passed: 9 }, { id: 'same' }),
    ])
    expect(body).toMatchObject({
      accepted: 1,
      duplicates: 1,
      quarantined: [{ index: 1, id: 'same', code: 'ID_REUSED', field: 'id' }],
    })
  })
})

test('names with quotes, SQL and Japanese are kept to the letter', async () => {
  const name = `'; DROP TABLE facts; -- "住民票" \\ {x:String} %s`
  await api.send([tests({ phase: name, component: name }, { id: 'names', subject: 'names' })])
  const { facts } = await api.read(
    `/v1/projects/names/facts?kind=tests.reported&key=${encodeURIComponent([name, name, TODAY].map(encodeURIComponent).join('/'))}`,
    factPage,
  )
  expect(facts[0]?.data).toMatchObject({ phase: name, component: name })
})

describe('a body that cannot be read at all is a problem, not a 500', () => {
  const json = { 'content-type': 'application/json' }
  test.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    ['not JSON', '{', json, 400, 'MALFORMED_BODY'],
    ['empty', '', json, 400, 'EMPTY_BODY'],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      '10 MB in one event',
      JSON.stringify(tests({ phase: 'x'.repeat(10_000_000) })),
      json,
      413,
      'BODY_TOO_LARGE',
    ],
    ['an unknown encoding', '{}', { ...json, 'content-encoding': 'br' }, 415, 'UNSUPPORTED_ENCODING'],
    ['broken gzip', 'not gzip', { ...json, 'content-encoding': 'gzip' }, 400, 'BAD_GZIP'],
  ])('%s', async (_, body, headers, status, code) => {
    const response = await api.app.request('/v1/events', { method: 'POST', headers, body })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ])
    expect(await response.json()).toMatchObject({ code })
  })

  test('10 MB on one line sinks none of its neighbours', async () => {
    const lines = [
      JSON.stringify(tests()),
      JSON.stringify(tests({ phase: 'x'.repeat(10_000_000) })),
      JSON.stringify(tests()),
    ]
    const { body } = await api.post('/v1/events', lines.join('\n'), {
      'content-type': 'application/x-ndjson',
    })
    expect(body).toMatchObject({ accepted: 2, quarantined: [{ index: 1, code: 'EVENT_TOO_LARGE' }] })
  })

  test('gzip is accepted', async () => {
    const body = gzipSync(JSON.stringify(tests()))
    const response = await api.app.request('/v1/events', {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body,
    })
    expect(await response.json()).toMatchObject({ accepted: 1, quarantined: [] })
  })
})
