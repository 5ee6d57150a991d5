import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

/** The route that answers a request: the first that is no middleware; undefined where there is none. */
export function matchedRoute(c: Context): { readonly method: string; readonly path: string } | undefined {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')
}

/**
 * A parameter of the path as it was sent, before the route is reached. What is percent-encoded stays so, and is
 * then no project that anything could be granted on.
 */
export function pathParameter(c: Context, name: string): string | undefined {
  const place = matchedRoute(c)?.path.split('/').indexOf(`:${name}`) ?? -1
  return place < 0 ? undefined : c.req.path.split('/')[place]
}
