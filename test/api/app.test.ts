import { z } from 'zod'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { factKinds } from '../../schemas/facts/index.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeIntake, silent } from '../helpers/intake.ts'

const openapi = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

test('every route but the documentation itself is in the OpenAPI document', async () => {
  const document = await api.read('/openapi.json', openapi)
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll('{', ':').replaceAll('}', '')}`,
    ),
  )
  const routes = api.app.routes
    .filter(({ path, method }) => method !== 'ALL' && !/^\/(?:docs|openapi)\b/.test(path))
    .map(({ method, path }) => `${method} ${path}`)
  expect(new Set(documented)).toEqual(new Set(routes))
  expect(document.openapi).toBe('3.1.0')
})

test.each(factKinds)('the JSON Schema of %s is served', async (kind) => {
  const { status, body } = await api.get(`/v1/schemas/${kind}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    title: `dev.kanmon.${kind}.v1`,
    properties: { data: { additionalProperties: false } },
  })
})

test('an unknown kind has no schema', async () => {
  expect(await api.get('/v1/schemas/defect.repotred')).toMatchObject({
    status: 404,
    body: { code: 'KIND_NOT_FOUND' },
  })
})

test('docs are served without anything from elsewhere', async () => {
  const page = await api.get('/docs')
  expect(page.body).not.toMatch(/https?:\/\//)
  expect((await api.get('/docs/swagger-ui-bundle.js')).status).toBe(200)
  expect((await api.get('/docs/package.json')).status).toBe(404)
})

test('alive and ready', async () => {
  expect(await api.get('/healthz')).toMatchObject({ status: 200 })
  expect(await api.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } })
})

test('a request for another host is refused while there is no access control', async () => {
  const intake = await makeIntake(api.store)
  const ports = composePorts({
    store: api.store,
    intake,
    policies: shippedPolicies(),
    now: () => api.clock.now,
    newId: () => 'x',
    logger: silent,
    allowedHosts: new Set(['127.0.0.1']),
  })
  const app = createApp(ports)
  expect((await app.request('http://127.0.0.1/healthz')).status).toBe(200)
  const refused = await app.request('http://rebound.example/v1/projects')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json'])
})

test('an unexpected error is a 500 that tells nothing, and is logged', async () => {
  const logged: Record<string, unknown>[] = []
  const intake = await makeIntake(api.store)
  const ports = composePorts({
    store: api.store,
    intake,
    policies: shippedPolicies(),
    now: () => api.clock.now,
    newId: () => 'x',
    logger: { ...silent, error: (fields: Record<string, unknown>) => logged.push(fields) },
    allowedHosts: null,
  })
  const app = createApp({ ...ports, readWatermarks: () => Promise.reject(new Error('secret path')) })
  const response = await app.request('/v1/projects')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(logged).toMatchObject([{ event: 'request.failed' }])
})
