import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { KanmonError } from '../../schemas/errors.ts'
import { intakeReceipt } from '../../schemas/refusals.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { admissionOf } from '../auth/admission.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'

const event = z
  .record(z.string(), z.unknown())
  .describe('a CloudEvent 1.0 in structured mode; its data: see /v1/schemas/{kind}')

const post = createRoute({
  ...needs(['facts:write', 'evidence:write'], 'somewhere'),
  method: 'post',
  path: '/v1/events',
  summary: 'Send facts: one event, a batch, or NDJSON; gzip accepted',
  description:
    'Answers once every accepted event is stored. A bad event goes to quarantine with its reason and sinks none of its neighbours. Send the same events with the same ids again after a lost answer, or after 429 and 503 when Retry-After has passed: they count once.',
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

function lengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null
}

export function registerEvents(app: App, ports: Pick<ApiPorts, 'access' | 'intake'>): void {
  // The body is read by the intake itself, as a stream: documented here, not parsed by the route.
  app.openAPIRegistry.registerPath(post)
  app.post('/v1/events', async (c) => {
    const outcome = await ports.intake.deliver({
      contentType: c.req.header('content-type') ?? null,
      contentEncoding: c.req.header('content-encoding') ?? null,
      contentLength: lengthOf(c.req.header('content-length')),
      body: c.req.raw.body,
      admit: await admissionOf(c.get('caller'), ports.access.divisions),
    })
    if (!outcome.ok) throw new KanmonError(outcome.code, outcome.message)
    return c.json(outcome.receipt, 200)
  })
}
