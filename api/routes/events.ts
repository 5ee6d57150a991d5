import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { quarantinePage } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { refusalCode, intakeReceipt } from '../../schemas/refusals.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery } from '../parameters.ts'

const event = z
  .record(z.string(), z.unknown())
  .describe('a CloudEvent 1.0 in structured mode; its data: see /v1/schemas/{kind}')

const post = createRoute({
  method: 'post',
  path: '/v1/events',
  summary: 'Send facts: one event, a batch, or NDJSON; gzip accepted',
  description:
    'Answers once every accepted event is stored. A bad event goes to quarantine with its reason and sinks none of its neighbours. Send the same events with the same ids again after a lost answer: they count once.',
  request: {
    body: {
      content: {
        'application/cloudevents+json': { schema: event },
        'application/cloudevents-batch+json': { schema: z.array(event) },
        'application/x-ndjson': { schema: z.string() },
      },
    },
  },
  responses: {
    200: {
      description: 'Everything is stored or in quarantine',
      content: { 'application/json': { schema: intakeReceipt } },
    },
    ...errorResponses,
  },
})

const quarantine = createRoute({
  method: 'get',
  path: '/v1/quarantine',
  summary: 'What was refused, as it was sent, and why; newest first',
  request: {
    query: z.object({
      ...cursorQuery,
      project: z.string().max(300).optional(),
      code: refusalCode.optional(),
    }),
  },
  responses: {
    200: {
      description: 'A page of refused events',
      content: { 'application/json': { schema: quarantinePage } },
    },
    ...errorResponses,
  },
})

export function registerEvents(app: App, ports: ApiPorts): void {
  // The body is read by the intake itself, as a stream: documented here, not parsed by the route.
  app.openAPIRegistry.registerPath(post)
  app.post('/v1/events', async (c) => {
    const outcome = await ports.intake.deliver({
      contentType: c.req.header('content-type') ?? null,
      contentEncoding: c.req.header('content-encoding') ?? null,
      body: c.req.raw.body,
    })
    if (!outcome.ok) throw new KanmonError(outcome.code, outcome.message)
    return c.json(outcome.receipt, 200)
  })

  app.openapi(quarantine, async (c) => c.json(await ports.quarantine.list(c.req.valid('query')), 200))
}
