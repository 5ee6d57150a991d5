import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { KanmonError } from '../../schemas/errors.ts'
import {
  notificationAnswer,
  notificationEvent,
  notificationPage,
  redelivery,
  redeliveryAnswer,
} from '../../schemas/notifications.ts'
import { projectId, sha256 } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { isPermitted, visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery } from '../parameters.ts'

const list = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/notifications',
  summary: 'What was told to webhooks, with every attempt to deliver it; newest first',
  request: {
    query: z.object({
      ...cursorQuery,
      project: projectId.optional(),
      event: notificationEvent.optional(),
      endpoint: z.string().max(63).optional(),
      state: z.enum(['pending', 'dead']).optional(),
    }),
  },
  responses: {
    200: {
      description: 'A page of notifications',
      content: { 'application/json': { schema: notificationPage } },
    },
    ...errorResponses,
  },
})

const parameters = z.object({ notification: sha256 })

const show = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/notifications/{notification}',
  summary: 'One notification with its delivery log',
  request: { params: parameters },
  responses: {
    200: { description: 'The notification', content: { 'application/json': { schema: notificationAnswer } } },
    ...errorResponses,
  },
})

const redeliver = createRoute({
  ...needs('notifications:redeliver', 'everywhere'),
  method: 'post',
  path: '/v1/notifications/{notification}/redeliver',
  summary: 'Send a notification again, under its own id',
  request: {
    params: parameters,
    body: { required: true, content: { 'application/json': { schema: redelivery } } },
  },
  responses: {
    202: {
      description: 'It is sent again to these endpoints',
      content: { 'application/json': { schema: redeliveryAnswer } },
    },
    ...errorResponses,
  },
})

export function registerNotifications(app: App, ports: ApiPorts): void {
  app.openapi(list, async (c) => {
    const projects = await visibleProjects(c, ports)
    return c.json(await ports.notifications.list({ ...c.req.valid('query'), projects }), 200)
  })

  app.openapi(show, async (c) => {
    const { notification } = c.req.valid('param')
    const found = await ports.notifications.find(notification)
    const isVisible =
      found !== null && (await isPermitted(c, ports, 'project:read', { project: found.project }))
    if (!isVisible) {
      throw new KanmonError('NOTIFICATION_NOT_FOUND', `there is no notification ${notification}`)
    }
    return c.json(found, 200)
  })

  app.openapi(redeliver, async (c) => {
    const { notification } = c.req.valid('param')
    const endpoints = await ports.notifications.redeliver(notification, c.req.valid('json').endpoint)
    return c.json({ id: notification, endpoints }, 202)
  })
}
