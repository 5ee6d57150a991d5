import type { Context } from 'hono'
import type { App, RequestVariables } from './app-types.ts'
import { problemResponse } from './errors.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The answer to a known path asked with a method that it does not take; null for an unknown path. */
export function methodNotAllowed(app: App, c: Context<{ Variables: RequestVariables }>): Response | null {
  const { path, method } = c.req
  const taken = METHODS.filter((each) =>
    app.router.match(each, path)[0].some(([[, route]]) => route.method !== 'ALL'),
  )
  if (taken.length === 0) return null
  const allowed = taken.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', ')
  const detail = `${path} does not take ${method}; it takes ${allowed}`
  return problemResponse('METHOD_NOT_ALLOWED', detail, { requestId: c.get('requestId'), allow: allowed })
}
