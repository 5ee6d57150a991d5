import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { KanmonError } from '../../schemas/errors.ts'
import { factKinds, isFactKind } from '../../schemas/facts/index.ts'
import { jsonSchemaOf } from '../../schemas/json-schema.ts'
import type { App } from '../app-types.ts'
import { needsNothing } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'

const jsonSchema = z.record(z.string(), z.unknown())

const list = createRoute({
  ...needsNothing,
  method: 'get',
  path: '/v1/schemas',
  summary: 'The kinds of facts',
  responses: {
    200: {
      description: 'The kinds',
      content: { 'application/json': { schema: z.strictObject({ kinds: z.array(z.string()) }) } },
    },
  },
})

const show = createRoute({
  ...needsNothing,
  method: 'get',
  path: '/v1/schemas/{kind}',
  summary: 'JSON Schema of one kind of fact, envelope included',
  request: { params: z.object({ kind: z.string().max(200) }) },
  responses: {
    200: {
      description: 'JSON Schema 2020-12',
      content: { 'application/schema+json': { schema: jsonSchema } },
    },
    ...errorResponses,
  },
})

export function registerSchemas(app: App): void {
  app.openapi(list, (c) => c.json({ kinds: factKinds }, 200))
  app.openapi(show, (c) => {
    const { kind } = c.req.valid('param')
    if (!isFactKind(kind))
      throw new KanmonError('KIND_NOT_FOUND', `there is no kind ${kind}; see /v1/schemas`)
    return c.json(jsonSchemaOf(kind), 200, { 'content-type': 'application/schema+json' })
  })
}
