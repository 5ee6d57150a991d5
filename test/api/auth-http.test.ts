import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from '../../store/store.ts'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { openTestStore } from '../helpers/store.ts'

let store: Store
let api: GuardedApi
beforeAll(async () => {
  store = await openTestStore()
  api = await guardedApi(store)
})

describe('a known path with a method that it does not take', () => {
  test.each([
    ['DELETE', '/v1/portfolio', 'GET, HEAD'],
    ['PUT', '/v1/events', 'POST'],
    ['GET', '/v1/events', 'POST'],
    ['PATCH', '/v1/keys/0123456789abcdef', 'GET, HEAD, DELETE'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/v1/holds/x', 'GET, HEAD'],
    ['BREW', '/v1/projects/p', 'GET, HEAD'],
  ])('%s %s: 405, and Allow says which it takes', async (method, path, allow) => {
    const { status, body, headers } = await api.call(method, path)
    expect([status, headers.get('allow')]).toEqual([405, allow])
    expect(body).toMatchObject({ code: 'METHOD_NOT_ALLOWED' })
  })

  test('an unknown path is 404 with any method', async () => {
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await api.call(method, '/v1/nothing')).status).toBe(404)
  })

  test('HEAD is answered as GET is, without a body', async () => {
    expect(await api.call('HEAD', '/v1/portfolio')).toMatchObject({ status: 200, body: '' })
    expect((await api.call('HEAD', '/v1/portfolio', { key: null })).status).toBe(401)
  })
})

test('answers to callers are kept by nobody, run nowhere and are shared with no other site', async () => {
  const { headers } = await api.call('GET', '/v1/portfolio', {
    headers: { origin: 'https://elsewhere.example' },
  })
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  const preflight = await api.call('OPTIONS', '/v1/holds', {
    headers: { origin: 'https://elsewhere.example' },
  })
  expect(preflight.status).toBe(405)
})

test('the OpenAPI document says for every route what it needs', async () => {
  const { body } = await api.call('GET', '/openapi.json', { key: null })
  const operation = z.looseObject({ security: z.array(z.record(z.string(), z.array(z.string()))) })
  const document = z
    .looseObject({
      components: z.looseObject({
        securitySchemes: z.looseObject({ bearer: z.looseObject({ scheme: z.literal('bearer') }) }),
      }),
      paths: z.record(z.string(), z.record(z.string(), operation)),
    })
    .parse(body)
  expect(document.paths['/healthz']?.['get']?.security).toEqual([])
  expect(document.paths['/v1/keys']?.['post']?.security).toEqual([{ bearer: ['access:manage'] }])
  expect(document.paths['/v1/projects/{project}/readiness']?.['get']?.security).toEqual([
    { bearer: ['project:read'] },
  ])
})

test('a route that states nothing is closed, whoever asks', async () => {
  const other = await guardedApi(store)
  other.app.get('/v1/forgotten', (c) => c.text('data of every project'))
  const { key: qa } = await other.key([{ role: 'qa', projects: 'all' }])
  for (const caller of [null, qa])
    expect((await other.call('GET', '/v1/forgotten', { key: caller })).status).toBe(403)
  expect(other.logged.filter((line) => line.includes('access.unstated'))).toHaveLength(2)
})
