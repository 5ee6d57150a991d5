import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { auditOutcome, auditPage } from '../../schemas/answers-access.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery } from '../parameters.ts'

const route = createRoute({
  ...needs('audit:read', 'everywhere'),
  method: 'get',
  path: '/v1/audit',
  summary: 'Every change and every refusal: who, what and when; newest first',
  request: {
    query: z.object({
      ...cursorQuery,
      principal: z.string().max(600).optional().describe('the name or the id of a caller'),
      subject: z.string().max(300).optional().describe('a project, division:<name>, or all'),
      outcome: auditOutcome.optional(),
    }),
  },
  responses: {
    200: { description: 'A page of the trail', content: { 'application/json': { schema: auditPage } } },
    ...errorResponses,
  },
})

export function registerGetAudit(app: App, { access }: Pick<ApiPorts, 'access'>): void {
  app.openapi(route, async (c) => {
    await access.trail.flush()
    const { rows, next } = await access.listAudit(c.req.valid('query'))
    const entries = rows.map(({ recordedAt, ...row }) => ({ at: new Date(recordedAt).toISOString(), ...row }))
    return c.json({ entries, next }, 200)
  })
}
