import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { createKey, keyAnswer, keyList, newKeyAnswer, rotateKey } from '../../schemas/answers-access.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App, RequestVariables } from '../app-types.ts'
import { actorOf } from '../auth/actor.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'

const keyParameter = z.object({
  key: z.string().regex(/^[0-9a-f]{16}$/, { error: 'must be the id of a key' }),
})
const shown = { 'application/json': { schema: keyAnswer } }
const shownOnce = { 'application/json': { schema: newKeyAnswer } }
const managed = needs('access:manage', 'everywhere')

const create = createRoute({
  ...managed,
  method: 'post',
  path: '/v1/keys',
  summary: 'Make an API key; its secret is in this answer and nowhere else',
  request: { body: { required: true, content: { 'application/json': { schema: createKey } } } },
  responses: { 201: { description: 'The key, shown once', content: shownOnce }, ...errorResponses },
})

const list = createRoute({
  ...managed,
  method: 'get',
  path: '/v1/keys',
  summary: 'Every API key there ever was, without secrets',
  responses: {
    200: { description: 'The keys', content: { 'application/json': { schema: keyList } } },
    ...errorResponses,
  },
})

const show = createRoute({
  ...managed,
  method: 'get',
  path: '/v1/keys/{key}',
  summary: 'One API key, without its secret',
  request: { params: keyParameter },
  responses: { 200: { description: 'The key', content: shown }, ...errorResponses },
})

const rotate = createRoute({
  ...managed,
  method: 'post',
  path: '/v1/keys/{key}/rotate',
  summary: 'Give a key a new secret; the one before is good for a while yet',
  request: {
    params: keyParameter,
    body: { required: true, content: { 'application/json': { schema: rotateKey } } },
  },
  responses: { 200: { description: 'The new secret, shown once', content: shownOnce }, ...errorResponses },
})

const revoke = createRoute({
  ...managed,
  method: 'delete',
  path: '/v1/keys/{key}',
  summary: 'Revoke a key, at once and for good',
  request: { params: keyParameter },
  responses: { 200: { description: 'The key is revoked', content: shown }, ...errorResponses },
})

/** `/v1/keys`: keys are given out by somebody who proved who he is, so only while access control is on. */
export function registerKeys(app: App, ports: Pick<ApiPorts, 'access'>): void {
  const { keys, isOn } = ports.access

  function administrator(c: Context<{ Variables: RequestVariables }>): string {
    if (!isOn) {
      const detail = 'keys are made while access control is on: set KANMON_ADMIN_KEY, and start again'
      throw new KanmonError('ACCESS_CONTROL_OFF', detail)
    }
    return actorOf(c, undefined)
  }

  app.openapi(create, async (c) => {
    const actor = administrator(c)
    return c.json(await keys.create(c.req.valid('json'), actor), 201)
  })
  app.openapi(list, async (c) => {
    administrator(c)
    return c.json({ keys: await keys.list() }, 200)
  })
  app.openapi(show, async (c) => {
    administrator(c)
    return c.json(await keys.find(c.req.valid('param').key), 200)
  })
  app.openapi(rotate, async (c) => {
    const actor = administrator(c)
    return c.json(await keys.rotate(c.req.valid('param').key, c.req.valid('json'), actor), 200)
  })
  app.openapi(revoke, async (c) => {
    const actor = administrator(c)
    return c.json(await keys.revoke(c.req.valid('param').key, actor), 200)
  })
}
