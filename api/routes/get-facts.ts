import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { factPage } from '../../schemas/answers.ts'
import { type FactKind, factKinds } from '../../schemas/facts/index.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery, momentQuery, projectParameter } from '../parameters.ts'

const factKind = z.enum(factKinds as [FactKind, ...FactKind[]])

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/facts',
  summary: 'The facts behind every number, newest first, in every version',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      ...cursorQuery,
      kind: z
        .union([factKind, z.array(factKind)])
        .transform((kinds) => (typeof kinds === 'string' ? [kinds] : kinds))
        .optional()
        .describe('one kind or, given several times, several'),
      key: z.string().max(2000).optional().describe('the natural key, as in the answer'),
    }),
  },
  responses: {
    200: { description: 'A page of facts', content: { 'application/json': { schema: factPage } } },
    ...errorResponses,
  },
})

export function registerGetFacts(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project } = c.req.valid('param')
    const { at, asOf, kind: kinds, key, limit, cursor } = c.req.valid('query')
    const known = await ports.assessor.known({ project, at: at ?? null, asOf: asOf ?? null })
    const knownUntil = known?.asOf ?? ports.settledUntil()
    const to = at === undefined ? undefined : known?.at
    const { facts, next } = await ports.listFacts({ project, kinds, key, knownUntil, to, limit, cursor })
    return c.json(
      {
        project,
        facts: facts.map((fact) => ({
          kind: fact.kind,
          key: fact.key,
          occurredAt: new Date(fact.occurredAt).toISOString(),
          receivedAt: new Date(fact.receivedAt).toISOString(),
          source: fact.source,
          id: fact.id,
          data: fact.data,
        })),
        next,
      },
      200,
    )
  })
}
