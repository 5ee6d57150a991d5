import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyIdOf, makeKey } from '../../api/auth/key-format.ts'
import { newKeyAnswer } from '../../schemas/answers-access.ts'
import type { Store } from '../../store/store.ts'
import { ADMIN_KEY, type GuardedApi, guardedApi } from '../helpers/access.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const HOUR = 3_600_000
let store: Store
let api: GuardedApi
beforeAll(async () => {
  store = await openTestStore()
  api = await guardedApi(store)
})

const viewer = [{ role: 'viewer', projects: 'all' }] as const
const status = async (key: string | null) => (await api.call('GET', '/v1/portfolio', { key })).status

describe('the form of a key', () => {
  test('a key has a prefix, 256 random bits and a checksum, and no two are alike', () => {
    const keys = Array.from({ length: 100 }, () => makeKey(randomBytes))
    expect(new Set(keys.map(({ key }) => key)).size).toBe(100)
    for (const { id, key } of keys) {
      expect(key).toMatch(/^kanmon_[0-9a-f]{16}_[0-9a-f]{64}_[0-9a-f]{8}$/)
      expect(keyIdOf(key)).toBe(id)
    }
  })

  test('one mistyped digit anywhere is told without asking the store', () => {
    const { key } = makeKey(randomBytes)
    for (let place = 'kanmon_'.length; place < key.length; place++) {
      if (key[place] === '_') continue
      const other = `${key.slice(0, place)}${key[place] === '0' ? '1' : '0'}${key.slice(place + 1)}`
      expect(keyIdOf(other)).toBeNull()
    }
  })
})

describe('the life of a key', () => {
  test('it is shown once, lets in, and neither it nor its hash is shown, stored in clear or logged', async () => {
    const made = await api.key(viewer, 'T. Yamada')
    expect(await status(made.key)).toBe(200)
    const shown = await api.call('GET', `/v1/keys/${made.id}`)
    expect(shown).toMatchObject({
      status: 200,
      body: { id: made.id, name: 'T. Yamada', state: 'valid', lastUsedOn: '2026-11-20' },
    })
    const { body: list } = await api.call('GET', '/v1/keys')
    const rows = await rowsOf<{ key: string; hash: string }>(store, 'SELECT * FROM kanmon.access_keys')
    const trail = await rowsOf(store, 'SELECT * FROM kanmon.audit')
    const secret = made.key.split('_')[2]!
    for (const text of [list, shown.body, rows, trail, api.logged].map((each) => JSON.stringify(each)))
      expect(text).not.toContain(secret)
    const { hash } = rows.find((row) => row.key === made.id)!
    expect(JSON.stringify([list, shown.body])).not.toContain(hash)
    expect(JSON.stringify(list)).toContain(made.id)
  })

  test('a revoked key is out at once and for good', async () => {
    const made = await api.key(viewer)
    expect(await status(made.key)).toBe(200)
    expect(await api.call('DELETE', `/v1/keys/${made.id}`)).toMatchObject({
      status: 200,
      body: { state: 'revoked', revokedBy: 'admin (KANMON_ADMIN_KEY)' },
    })
    expect(await status(made.key)).toBe(401)
    const again = await api.call('DELETE', `/v1/keys/${made.id}`)
    const rotated = await api.call('POST', `/v1/keys/${made.id}/rotate`, { body: {} })
    for (const answer of [again, rotated])
      expect(answer).toMatchObject({ status: 409, body: { code: 'KEY_NOT_VALID' } })
    expect(await status(made.key)).toBe(401)
  })

  test('an expired key is out from its very millisecond on', async () => {
    const expiresAt = new Date(api.clock.now + HOUR).toISOString()
    const { body } = await api.call('POST', '/v1/keys', { body: { name: 'x', grants: viewer, expiresAt } })
    const { key } = newKeyAnswer.parse(body)
    const start = api.clock.now
    api.clock.now = start + HOUR - 1
    expect(await status(key)).toBe(200)
    api.clock.now = start + HOUR
    expect(await status(key)).toBe(401)
  })

  test('after a rotation the old secret is good for its grace period, and the one before that is gone', async () => {
    const first = await api.key(viewer)
    const rotate = async () =>
      newKeyAnswer.parse(
        (await api.call('POST', `/v1/keys/${first.id}/rotate`, { body: { graceSeconds: 3600 } })).body,
      )
    const start = api.clock.now
    const second = await rotate()
    expect(second.id).toBe(first.id)
    expect([await status(first.key), await status(second.key)]).toEqual([200, 200])
    api.clock.now = start + HOUR
    expect([await status(first.key), await status(second.key)]).toEqual([401, 200])
    const third = await rotate()
    const fourth = await rotate()
    expect([await status(second.key), await status(third.key), await status(fourth.key)]).toEqual([
      401, 200, 200,
    ])
  })

  test('a rotation without grace ends the old secret at once', async () => {
    const first = await api.key(viewer)
    const { body } = await api.call('POST', `/v1/keys/${first.id}/rotate`, { body: { graceSeconds: 0 } })
    expect([await status(first.key), await status(newKeyAnswer.parse(body).key)]).toEqual([401, 200])
  })

  test('keys survive a restart, revocations too', async () => {
    const [kept, gone] = [await api.key(viewer), await api.key(viewer)]
    await api.call('DELETE', `/v1/keys/${gone.id}`)
    const restarted = await guardedApi(store)
    const ask = async (key: string) => (await restarted.call('GET', '/v1/portfolio', { key })).status
    expect([await ask(kept.key), await ask(gone.key)]).toEqual([200, 401])
  })

  test('a revocation ends a key whatever happens to it at the same moment', async () => {
    const made = await api.key(viewer)
    const answers = await Promise.all([
      api.call('POST', `/v1/keys/${made.id}/rotate`, { body: {} }),
      api.call('POST', `/v1/keys/${made.id}/rotate`, { body: {} }),
      api.call('DELETE', `/v1/keys/${made.id}`),
    ])
    expect(answers[2].status).toBe(200)
    const secrets = answers.slice(0, 2).flatMap(({ body }) => newKeyAnswer.safeParse(body).data?.key ?? [])
    for (const key of [made.key, ...secrets]) expect(await status(key)).toBe(401)
  })
})

describe('what is asked wrongly', () => {
  test.each<[string, unknown]>([
    ['no grants', { name: 'x', grants: [] }],
    ['an unknown role', { name: 'x', grants: [{ role: 'root', projects: 'all' }] }],
    ['an administrator of one project', { name: 'x', grants: [{ role: 'admin', projects: ['p'] }] }],
    ['no project', { name: 'x', grants: [{ role: 'viewer', projects: [] }] }],
    ['a project that is none', { name: 'x', grants: [{ role: 'viewer', projects: ['*'] }] }],
    ['no name', { name: '', grants: viewer }],
    ['an end that has passed', { name: 'x', grants: viewer, expiresAt: '2020-01-01T00:00:00Z' }],
    ['a misspelt field', { name: 'x', grants: viewer, expires: '2030-01-01T00:00:00Z' }],
  ])('%s: 400 with the field', async (_what, body) => {
    expect(await api.call('POST', '/v1/keys', { body })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', field: expect.any(String) },
    })
  })

  test('an unknown key is 404, and its id must be one', async () => {
    expect((await api.call('DELETE', '/v1/keys/0123456789abcdef')).body).toMatchObject({
      code: 'KEY_NOT_FOUND',
    })
    expect((await api.call('GET', '/v1/keys/nonsense')).status).toBe(400)
  })
})

test.each([
  ['nothing', undefined],
  ['no scheme', ADMIN_KEY],
  ['another scheme', `Basic ${ADMIN_KEY}`],
  ['an empty credential', 'Bearer '],
  ['a guess', 'Bearer let-me-in'],
  ['a key with a right form that nobody made', `Bearer ${makeKey(randomBytes).key}`],
  ['the admin key but for its last letter', `Bearer ${ADMIN_KEY.slice(0, -1)}`],
  ['a token while no issuer is known', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
])('%s as Authorization: 401 that says what to send', async (_what, authorization) => {
  const headers = authorization === undefined ? {} : { authorization }
  const { status, body, headers: answered } = await api.call('GET', '/v1/portfolio', { key: null, headers })
  expect([status, answered.get('www-authenticate')]).toEqual([401, 'Bearer realm="kanmon"'])
  expect(body).toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('while the store is away nobody is judged: 503, and come again', async () => {
  const { key } = await api.key(viewer)
  const away = { ...store, read: { query: () => Promise.reject(new Error('store away')) } }
  const other = await guardedApi(away, {}, store)
  const { status: code, body, headers } = await other.call('GET', '/v1/portfolio', { key })
  expect([code, headers.get('retry-after')]).toEqual([503, '5'])
  expect(body).toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('while access control is off no key is made', async () => {
  const open = await guardedApi(store, { isOn: false })
  expect(
    await open.call('POST', '/v1/keys', { key: null, body: { name: 'x', grants: viewer } }),
  ).toMatchObject({
    status: 409,
    body: { code: 'ACCESS_CONTROL_OFF' },
  })
})
