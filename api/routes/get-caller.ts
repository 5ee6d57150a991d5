import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { permission, type Permission } from '../../schemas/access.ts'
import { callerAnswer } from '../../schemas/answers-caller.ts'
import { projectId } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { isPermitted } from '../auth/permit.ts'
import { isNowhere, scopeOf } from '../auth/scope.ts'
import { errorResponses } from '../errors.ts'

const others = permission.options.filter((each) => each !== 'project:read')

const route = createRoute({
  ...needs(['project:read', ...others], 'somewhere'),
  method: 'get',
  path: '/v1/caller',
  summary: 'Who the caller is, and what the caller may do',
  request: { query: z.object({ project: projectId.optional() }) },
  responses: {
    200: { description: 'The caller', content: { 'application/json': { schema: callerAnswer } } },
    ...errorResponses,
  },
})

export function registerGetCaller(app: App, ports: Pick<ApiPorts, 'access'>): void {
  app.openapi(route, async (c) => {
    const caller = c.get('caller')
    const { project } = c.req.valid('query')
    const isHeld = async (each: Permission) =>
      project === undefined
        ? !isNowhere(scopeOf(caller, each))
        : await isPermitted(c, ports, each, { project })
    const held = await Promise.all(permission.options.map(isHeld))
    return c.json(
      {
        kind: caller.kind === 'principal' ? ('principal' as const) : ('unchecked' as const),
        id: caller.kind === 'principal' ? caller.id : null,
        name: caller.kind === 'principal' ? caller.name : null,
        permissions: permission.options.filter((_, i) => held[i]),
      },
      200,
    )
  })
}
