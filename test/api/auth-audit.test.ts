import { beforeAll, describe, expect, test } from 'vitest'
import { type AuditNote, createAuditTrail } from '../../api/auth/audit-trail.ts'
import { auditPage } from '../../schemas/answers-access.ts'
import type { AuditRow } from '../../store/access/append-audit.ts'
import type { Store } from '../../store/store.ts'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { asEvent } from '../helpers/api.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'

let store: Store
let api: GuardedApi
beforeAll(async () => {
  store = await openTestStore()
  api = await guardedApi(store)
})

async function trail(query = '', of = api) {
  const { status, body } = await of.call('GET', `/v1/audit${query}`)
  expect(status).toBe(200)
  return auditPage.parse(body).entries
}

describe('what is written down', () => {
  test('a change: who, what, about which project, with the request’s id and without its content', async () => {
    const { key, id } = await api.key([{ role: 'cqo', projects: 'all' }], 'H. Kato')
    const sender = await api.key([{ role: 'collector', projects: 'all' }])
    await api.call('POST', '/v1/events', { key: sender.key, body: shippingFacts().map(asEvent) })
    const body = { office: 'CQO', scope: { project: 'p' }, reason: 'a very private reason' }
    const headers = { 'x-request-id': 'change-1' }
    expect((await api.call('POST', '/v1/holds', { key, body, headers })).status).toBe(201)
    const [entry] = await trail('?subject=p&limit=1')
    expect(entry).toMatchObject({
      principal: 'H. Kato',
      principalId: `key:${id}`,
      method: 'POST',
      route: '/v1/holds',
      subject: 'p',
      outcome: 'done',
      status: 201,
      code: null,
      requestId: 'change-1',
      times: 1,
    })
    expect(JSON.stringify(await trail())).not.toContain('private')
  })

  test('a refusal, with its code: of somebody known, and of nobody', async () => {
    const { key, id } = await api.key([{ role: 'viewer', projects: ['p'] }])
    await api.call('GET', '/v1/projects/q/facts', { key })
    await api.call('GET', '/v1/keys', { key: null })
    const [nobody, somebody] = await trail('?outcome=refused&limit=2')
    expect(nobody).toMatchObject({ principal: null, route: '/v1/keys', status: 401, code: 'UNAUTHENTICATED' })
    expect(somebody).toMatchObject({
      principalId: `key:${id}`,
      route: '/v1/projects/:project/facts',
      subject: 'q',
      status: 403,
      code: 'FORBIDDEN',
    })
  })

  test('a change that failed is told as failed, and a mere question not at all', async () => {
    const { key, id } = await api.key([{ role: 'qa', projects: 'all' }])
    const hold = { office: 'QA', scope: { project: 'nowhere' }, reason: 'r' }
    expect((await api.call('POST', '/v1/holds', { key, body: hold })).status).toBe(404)
    await api.call('GET', '/v1/portfolio', { key })
    expect(await trail(`?principal=key:${id}`)).toMatchObject([
      { outcome: 'failed', code: 'PROJECT_NOT_FOUND', subject: 'nowhere' },
    ])
  })

  test('what a caller writes into a path is not written down unless it can be a project', async () => {
    const { key, id } = await api.key([{ role: 'viewer', projects: ['p'] }])
    await api.call('GET', `/v1/projects/${'%3Cscript%3E'.repeat(20)}/facts`, { key })
    expect(await trail(`?principal=key:${id}`)).toMatchObject([{ outcome: 'refused', subject: null }])
  })
})

describe('under a flood', () => {
  test('refusals alike are kept ten times a minute and then counted, however the projects are named', async () => {
    const { key, id } = await api.key([{ role: 'viewer', projects: ['p'] }])
    for (let i = 0; i < 40; i++) await api.call('GET', `/v1/projects/flood-${i}/facts`, { key })
    const entries = await trail(`?principal=key:${id}`)
    expect(entries).toHaveLength(11)
    expect(entries.reduce((sum, { times }) => sum + times, 0)).toBe(40)
    api.clock.now += 60_000
    await api.call('GET', '/v1/projects/flood-x/facts', { key })
    expect(await trail(`?principal=key:${id}`)).toHaveLength(12)
  })

  test('deliveries of facts are counted per caller and minute from the second on', async () => {
    const { key, id } = await api.key([{ role: 'collector', projects: ['p'] }])
    const body = shippingFacts().slice(0, 1).map(asEvent)
    for (let i = 0; i < 5; i++) await api.call('POST', '/v1/events', { key, body })
    expect((await trail(`?principal=key:${id}`)).map(({ times }) => times).sort()).toEqual([1, 4])
  })

  test('counts of a minute are written when the next one begins', async () => {
    const written: AuditRow[] = []
    const clock = { now: 0 }
    let serial = 0
    const kept = createAuditTrail({
      append: (rows) => Promise.resolve(void written.push(...rows)),
      now: () => clock.now,
      newId: () => String((serial += 1)),
      onLost: () => undefined,
    })
    const note: AuditNote = {
      principalId: null,
      principal: null,
      method: 'GET',
      route: '/v1/keys',
      subject: null,
      outcome: 'refused',
      status: 401,
      code: 'UNAUTHENTICATED',
      address: '192.0.2.1',
      requestId: null,
    }
    for (let i = 0; i < 1000; i++) await kept.note(note)
    expect(written).toHaveLength(10)
    clock.now += 60_000
    await kept.note(note)
    expect(written.map(({ times }) => times)).toEqual([...Array<number>(10).fill(1), 990, 1])
  })
})

describe('reading it', () => {
  test('page by page, each entry once, newest first', async () => {
    const { key, id } = await api.key([{ role: 'qa', projects: 'all' }])
    for (let i = 0; i < 7; i++) {
      api.clock.now += 1
      await api.call('POST', '/v1/holds', { key, body: { office: 'QA', scope: 'all', reason: `r${i}` } })
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`
      const { body } = await api.call('GET', `/v1/audit?principal=key:${id}&limit=3${next}`)
      const page = auditPage.parse(body)
      seen.push(...page.entries.map(({ at }) => at))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toHaveLength(7)
    expect(seen).toEqual([...seen].sort().reverse())
    expect((await api.call('GET', '/v1/audit?cursor=nonsense')).body).toMatchObject({
      code: 'INVALID_REQUEST',
    })
  })

  test('it survives a restart', async () => {
    const before = await trail('?limit=1000')
    const restarted = await guardedApi(store)
    expect(await trail('?limit=1000', restarted)).toEqual(before)
    expect(before.length).toBeGreaterThan(20)
  })
})

test('an answer is not held up, nor lost, by a trail that cannot be written; the log has what is missing', async () => {
  const lost: unknown[] = []
  const kept = createAuditTrail({
    append: () => Promise.reject(new Error('store away')),
    now: () => 0,
    newId: () => 'e1',
    onLost: (rows) => lost.push(...rows),
  })
  await kept.note({ route: '/v1/holds', outcome: 'done', principal: 'H. Kato' } as AuditNote)
  expect(lost).toMatchObject([{ entry: 'e1', principal: 'H. Kato' }])
})
