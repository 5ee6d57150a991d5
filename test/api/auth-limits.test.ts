import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeKey } from '../../api/auth/key-format.ts'
import { networkOf } from '../../api/auth/throttle.ts'
import type { Store } from '../../store/store.ts'
import { ADMIN_KEY, guardedApi } from '../helpers/access.ts'
import { openTestStore } from '../helpers/store.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})

const limits = { requests: 0, deliveries: 0, failures: 1000 }
const viewer = [{ role: 'viewer', projects: 'all' }] as const

describe('requests of one caller', () => {
  test('after so many in a minute: 429 with Retry-After, for this caller alone', async () => {
    const api = await guardedApi(store, { limits: { ...limits, requests: 4 } })
    const [one, other] = [await api.key(viewer), await api.key(viewer)]
    const ask = (key: string) => api.call('GET', '/v1/portfolio', { key })
    for (let i = 0; i < 4; i++) expect((await ask(one.key)).status).toBe(200)
    const refused = await ask(one.key)
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(other.key)).status).toBe(200)
  })

  test('deliveries of events are counted apart from questions', async () => {
    const api = await guardedApi(store, { limits: { ...limits, requests: 4, deliveries: 2 } })
    const { key } = await api.key([
      { role: 'collector', projects: 'all' },
      { role: 'viewer', projects: 'all' },
    ])
    const send = async () => (await api.call('POST', '/v1/events', { key, body: [5] })).status
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429])
    expect((await api.call('GET', '/v1/portfolio', { key })).status).toBe(200)
  })
})

describe('failed attempts from one address', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const guess = () => makeKey(randomBytes).key

  test('after so many nothing from there is looked at any more, a right key neither; elsewhere all goes on', async () => {
    const api = await guardedApi(store, { limits: { ...limits, failures: 3 }, proxies: 1 })
    const ask = async (key: string, address: string) =>
      (await api.call('GET', '/v1/portfolio', { key, headers: from(address) })).status
    for (let i = 0; i < 3; i++) expect(await ask(guess(), '192.0.2.7')).toBe(401)
    expect([await ask(guess(), '192.0.2.7'), await ask(ADMIN_KEY, '192.0.2.7')]).toEqual([429, 429])
    expect(await ask(ADMIN_KEY, '192.0.2.8')).toBe(200)
  })

  test('a revoked key that is still in use somewhere locks nobody out', async () => {
    const api = await guardedApi(store, { limits: { ...limits, failures: 3 } })
    const { id, key } = await api.key(viewer)
    await api.call('DELETE', `/v1/keys/${id}`)
    for (let i = 0; i < 10; i++) expect((await api.call('GET', '/v1/portfolio', { key })).status).toBe(401)
    expect((await api.call('GET', '/v1/portfolio')).status).toBe(200)
  })

  test('requests without any credential are no attempts', async () => {
    const api = await guardedApi(store, { limits: { ...limits, failures: 3 } })
    for (let i = 0; i < 10; i++) await api.call('GET', '/v1/portfolio', { key: null })
    expect((await api.call('GET', '/v1/portfolio')).status).toBe(200)
  })

  test('only the entry that one’s own proxy wrote is believed', async () => {
    const api = await guardedApi(store, { limits: { ...limits, failures: 1 }, proxies: 1 })
    const ask = async (key: string, forwarded: string) =>
      (await api.call('GET', '/v1/portfolio', { key, headers: from(forwarded) })).status
    expect(await ask(guess(), '198.51.100.1, 192.0.2.9')).toBe(401)
    expect(await ask(guess(), '198.51.100.2, 192.0.2.9')).toBe(429)
    const direct = await guardedApi(store, { limits: { ...limits, failures: 1 }, proxies: 0 })
    const plain = async (forwarded: string) =>
      (await direct.call('GET', '/v1/portfolio', { key: guess(), headers: from(forwarded) })).status
    expect([await plain('192.0.2.1'), await plain('192.0.2.2')]).toEqual([401, 429])
  })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
