import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { portfolioEarnedValueAnswer } from '../../schemas/answers-earned-value.ts'
import { portfolio, projectList, quarantinePage } from '../../schemas/answers.ts'
import type { Grant } from '../../schemas/access.ts'
import { intakeReceipt } from '../../schemas/refusals.ts'
import type { Store } from '../../store/store.ts'
import { asEvent } from '../helpers/api.ts'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { declaration, fact, shippingFacts } from '../helpers/project-facts.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

let store: Store
let api: GuardedApi
let sender: string

const size = (project: string, ksloc = 1) =>
  asEvent(
    fact(
      'size.measured',
      { component: 'core', asOf: '2026-11-19', ksloc: { total: ksloc }, counter: { name: 'cloc' } },
      { project },
    ),
  )
const declared = (project: string, division: string) =>
  asEvent(fact('project.declared', { ...declaration, division }, { project }))
const evidence = (project: string, change: object = {}) =>
  asEvent(
    fact(
      'evidence.recorded',
      {
        gate: 'release',
        item: 'x',
        result: 'passed',
        verifier: { name: 'V', organization: 'Other' },
        statement: 'seen',
        verifiedAt: '2026-11-19T09:00:00+09:00',
        ...change,
      },
      { project },
    ),
  )

async function send(key: string, ...events: unknown[]) {
  const { status, body } = await api.call('POST', '/v1/events', { key, body: events })
  expect(status).toBe(200)
  return intakeReceipt.parse(body)
}
const keyOf = async (...grants: Grant[]) => (await api.key(grants, 'K. Ito')).key

beforeAll(async () => {
  store = await openTestStore()
  api = await guardedApi(store)
  sender = await keyOf({ role: 'collector', projects: 'all' })
  for (const [project, division] of [
    ['a', 'North'],
    ['b', 'South'],
    ['c', 'South'],
  ] as const) {
    const events = shippingFacts().map((each) => ({ ...asEvent(each), subject: project }))
    const [first, ...rest] = events
    const data = { ...declaration, division }
    expect((await send(sender, { ...first!, data }, ...rest)).quarantined).toEqual([])
  }
})

describe('permissions are judged per role and project, and never united', () => {
  test('a collector of one and viewer of another neither writes on the one nor reads the other', async () => {
    const key = await keyOf({ role: 'collector', projects: ['a'] }, { role: 'viewer', projects: ['b'] })
    const receipt = await send(key, size('a', 2), size('b', 2))
    expect(receipt.accepted).toBe(1)
    expect(receipt.quarantined).toMatchObject([{ index: 1, code: 'NOT_PERMITTED', field: 'subject' }])
    const read = async (project: string) => (await api.call('GET', `/v1/projects/${project}`, { key })).status
    expect([await read('a'), await read('b')]).toEqual([403, 200])
  })

  test('the CQO of one and CISO of another holds for neither in the wrong place', async () => {
    const key = await keyOf({ role: 'cqo', projects: ['a'] }, { role: 'ciso', projects: ['b'] })
    const hold = async (office: string, scope: unknown) =>
      (await api.call('POST', '/v1/holds', { key, body: { office, scope, reason: 'r' } })).status
    expect([await hold('CQO', { project: 'a' }), await hold('CISO', { project: 'b' })]).toEqual([201, 201])
    const wrong = [
      await hold('CISO', { project: 'a' }),
      await hold('CQO', { project: 'b' }),
      await hold('QA', { project: 'a' }),
      await hold('CQO', { division: 'North' }),
      await hold('CQO', 'all'),
    ]
    expect(wrong).toEqual([403, 403, 403, 403, 403])
  })

  test('an administrator who is viewer of one project still has only its own rights', async () => {
    const key = await keyOf({ role: 'admin', projects: 'all' }, { role: 'viewer', projects: ['a'] })
    const hold = { office: 'QA', scope: { project: 'a' }, reason: 'r' }
    expect((await api.call('POST', '/v1/holds', { key, body: hold })).status).toBe(403)
    const { status } = await api.call('POST', '/v1/events', { key, body: [size('a')] })
    expect(status).toBe(403)
  })

  test('a hold of another project cannot be lifted, and is not told of', async () => {
    const order = { hold: 'H-b', office: 'CQO', scope: { project: 'b' }, reason: 'r' }
    const everywhere = await keyOf({ role: 'cqo', projects: 'all' })
    expect((await api.call('POST', '/v1/holds', { key: everywhere, body: order })).status).toBe(201)
    const key = await keyOf({ role: 'cqo', projects: ['a'] })
    const lift = (hold: string) =>
      api.call('POST', `/v1/holds/${hold}/lift`, { key, body: { office: 'CQO', reason: 'r' } })
    for (const hold of ['H-b', 'H-nowhere'])
      expect(await lift(hold)).toMatchObject({ status: 404, body: { code: 'HOLD_NOT_FOUND' } })
  })
})

describe('lists and totals show what single reads show', () => {
  async function seen(key: string) {
    const read = async <S extends z.ZodType>(path: string, schema: S) => {
      const { status, body } = await api.call('GET', path, { key })
      expect(status).toBe(200)
      return schema.parse(body)
    }
    const page = await read('/v1/portfolio', portfolio)
    const list = await read('/v1/projects', projectList)
    const evm = await read('/v1/portfolio/evm', portfolioEarnedValueAnswer)
    const rows = await read(
      '/v1/exports/weekly?format=json&from=2026-11-20',
      z.array(z.looseObject({ project: z.string() })),
    )
    return {
      portfolio: [page.items.map(({ project }) => project), page.total, page.counts.SHIP + page.counts.HOLD],
      projects: [list.items.map(({ project }) => project), list.total],
      evm: evm.groups.map(({ division, projects, bac }) => [division, projects, bac]),
      weekly: [...new Set(rows.map(({ project }) => project))],
    }
  }

  test.each<[string, Grant['projects'], string[], [string, number, number][]]>([
    ['one project', ['b', 'nowhere'], ['b'], [['South', 1, 1000]]],
    ['a division', { division: 'South' }, ['b', 'c'], [['South', 2, 2000]]],
    ['a division nobody is in', { division: 'West' }, [], []],
    [
      'everything',
      'all',
      ['a', 'b', 'c'],
      [
        ['North', 1, 1000],
        ['South', 2, 2000],
      ],
    ],
  ])('a viewer of %s', async (_what, projects, expected, groups) => {
    const key = await keyOf({ role: 'viewer', projects })
    const n = expected.length
    expect(await seen(key)).toEqual({
      portfolio: [expected, n, n],
      projects: [expected, n],
      evm: groups,
      weekly: expected,
    })
  })

  test('the quarantine shows entries of one’s own projects, and those of no project to nobody else', async () => {
    await send(
      sender,
      { ...size('a'), id: 'bad-a', time: 'never' },
      { ...size('b'), id: 'bad-b', time: 'never' },
      5,
    )
    const ids = async (projects: Grant['projects'], query = '') => {
      const key = await keyOf({ role: 'viewer', projects })
      const { body } = await api.call('GET', `/v1/quarantine${query}`, { key })
      return quarantinePage.parse(body).entries.map(({ id }) => id)
    }
    expect(await ids(['a'])).toEqual(['bad-a'])
    expect(await ids({ division: 'North' })).toEqual(['bad-a'])
    expect(await ids('all')).toEqual(expect.arrayContaining(['bad-a', 'bad-b', null]))
    const key = await keyOf({ role: 'viewer', projects: ['a'] })
    for (const project of ['b', 'nowhere'])
      expect((await api.call('GET', `/v1/quarantine?project=${project}`, { key })).status).toBe(403)
  })

  test('a project leaves a division’s view when it is declared elsewhere', async () => {
    const key = await keyOf({ role: 'viewer', projects: { division: 'East' } })
    const status = async () => (await api.call('GET', '/v1/projects/moving/facts', { key })).status
    expect(await status()).toBe(403)
    await send(sender, declared('moving', 'East'))
    expect(await status()).toBe(200)
    api.clock.now += 1000
    await send(sender, { ...declared('moving', 'West'), time: new Date(api.clock.now).toISOString() })
    expect(await status()).toBe(403)
  })
})

describe('who may send what', () => {
  test('nothing foreign gets in, and what is malformed about a foreign project is not held against it', async () => {
    const key = await keyOf({ role: 'collector', projects: ['a'] })
    const malformed = { ...size('b'), id: 'attack', time: 'never' }
    const receipt = await send(key, size('b'), malformed, { ...size('b'), data: {} }, size('nowhere'))
    expect(receipt.accepted).toBe(0)
    expect(receipt.quarantined.map(({ code }) => code)).toEqual(Array(4).fill('NOT_PERMITTED'))
    const messages = receipt.quarantined.map(({ message }) => message)
    expect(messages[0]).toBe('facts:write on b is not granted to this caller')
    expect(messages[3]).toBe('facts:write on nowhere is not granted to this caller')
  })

  test('what a person answers for is taken from QA alone, and under its own name', async () => {
    const collector = await keyOf({ role: 'collector', projects: 'all' })
    const qa = await keyOf({ role: 'qa', projects: ['a'] })
    expect((await send(collector, evidence('a'))).quarantined).toMatchObject([{ code: 'NOT_PERMITTED' }])
    expect((await send(qa, evidence('a'), evidence('b'), size('a'))).quarantined).toMatchObject([
      { index: 1, code: 'NOT_PERMITTED' },
      { index: 2, code: 'NOT_PERMITTED' },
    ])
    const named = await send(
      qa,
      evidence('a', { recordedBy: 'K. Ito' }),
      evidence('a', { recordedBy: 'A. Abe' }),
    )
    expect(named.quarantined).toMatchObject([{ index: 1, code: 'NOT_PERMITTED', field: 'data.recordedBy' }])
  })

  test('holds and waivers are taken as events from nobody', async () => {
    const key = await keyOf(
      { role: 'collector', projects: 'all' },
      { role: 'cqo', projects: 'all' },
      { role: 'approver', projects: 'all' },
    )
    const hold = {
      ...size('a'),
      type: 'dev.kanmon.hold.lifted.v1',
      data: { hold: 'H', office: 'CQO', reason: 'r', liftedBy: 'x' },
    }
    expect((await send(key, hold)).quarantined).toMatchObject([{ code: 'RESERVED_KIND' }])
  })

  test('within a division: its projects and new ones, and none is taken from or given to another', async () => {
    const key = await keyOf({ role: 'collector', projects: { division: 'South' } })
    const receipt = await send(
      key,
      size('b', 3),
      size('a', 3),
      declared('new-one', 'South'),
      size('new-one'),
      size('undeclared'),
      declared('other-one', 'North'),
      declared('a', 'South'),
      declared('c', 'North'),
    )
    expect(receipt.quarantined.map(({ index, code }) => [index, code])).toEqual(
      [1, 4, 5, 6, 7].map((index) => [index, 'NOT_PERMITTED']),
    )
    expect(receipt.accepted).toBe(3)
  })

  test('a replay needs the same permission as sending, and stays silent about what is not visible', async () => {
    const [entry] = await rowsOf<{ entry: string }>(
      store,
      `SELECT entry FROM kanmon.quarantine WHERE project = 'a' AND kind = 'evidence.recorded' AND code = 'NOT_PERMITTED' ORDER BY received_at LIMIT 1`,
    )
    const replay = async (...grants: Grant[]) => {
      const key = await keyOf(...grants)
      const body = { entries: [entry!.entry] }
      return (await api.call('POST', '/v1/quarantine/replay', { key, body })).body
    }
    expect(await replay({ role: 'collector', projects: ['b'] })).toMatchObject({
      results: [{ outcome: 'not-found' }],
    })
    expect(await replay({ role: 'collector', projects: ['a'] })).toMatchObject({
      results: [{ outcome: 'refused', code: 'NOT_PERMITTED' }],
    })
    expect(await replay({ role: 'qa', projects: ['a'] })).toMatchObject({
      results: [{ outcome: 'replayed' }],
    })
  })
})
