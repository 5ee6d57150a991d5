import type { MiddlewareHandler } from 'hono'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App, RequestVariables } from '../app-types.ts'
import type { Principal } from './caller.ts'
import { matchedRoute, pathParameter } from './matched-route.ts'
import { type GrantedRequirement, REQUIREMENT, type Requirement } from './needs.ts'
import { signedInPerson } from './people.ts'
import { forbidden } from './permit.ts'
import { covers, isNowhere, scopeOf, type Target } from './scope.ts'

const DELIVERY_ROUTE = '/v1/events'

/** What every route of the app states that it needs, by `METHOD /path/:parameter`. */
export function statedRequirements(app: App): ReadonlyMap<string, Requirement> {
  const stated = new Map<string, Requirement>()
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const route = definition.route as typeof definition.route & { [REQUIREMENT]?: Requirement }
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    const requirement = route[REQUIREMENT]
    if (requirement !== undefined) stated.set(`${route.method.toUpperCase()} ${path}`, requirement)
  }
  return stated
}

/**
 * Nobody passes who did not prove who he is and is not granted what the route states. A route that states nothing
 * is closed.
 */
export function guard(
  app: App,
  ports: Pick<ApiPorts, 'access' | 'logger'>,
  isOpen: (path: string) => boolean,
): MiddlewareHandler<{ Variables: RequestVariables }> {
  const { access } = ports
  let requirements: ReadonlyMap<string, Requirement> | null = null

  async function judge(principal: Principal, needed: GrantedRequirement, project: string): Promise<void> {
    const { permissions, on } = needed
    const target: Target = on === 'project' ? { project } : 'everything'
    for (const permission of permissions) {
      const scope = scopeOf(principal, permission)
      const isEnough = on === 'somewhere' ? !isNowhere(scope) : await covers(scope, target, access.divisions)
      if (isEnough) return
    }
    throw on === 'somewhere'
      ? new KanmonError('FORBIDDEN', `${permissions.join(' or ')} is not granted to this caller`)
      : forbidden(permissions.join(' or '), target)
  }

  return async function onlyPermitted(c, next) {
    const route = matchedRoute(c)
    if (!access.isOn || route === undefined || isOpen(c.req.path)) return next()
    requirements ??= statedRequirements(app)
    const needed = requirements.get(`${route.method} ${route.path}`)
    if (needed === undefined) {
      ports.logger.error({ event: 'access.unstated', method: route.method, route: route.path })
      throw new KanmonError('FORBIDDEN', 'this route does not state what it needs, and is closed')
    }
    if ('permission' in needed) return next()
    const principal = await access.authenticate({
      authorization: c.req.header('authorization'),
      address: access.addressOf(c),
      person: signedInPerson(c),
    })
    c.set('caller', principal)
    const wait = await access.throttle.request(principal.id, route.path === DELIVERY_ROUTE)
    if (wait !== null) {
      throw new KanmonError('RATE_LIMITED', 'this caller asks too often', { retryAfter: wait })
    }
    await judge(principal, needed, pathParameter(c, 'project') ?? '')
    await next()
    // Answers are for this caller, and some hold a secret: nothing on the way or in a browser keeps them.
    c.res.headers.set('cache-control', 'no-store')
  }
}
