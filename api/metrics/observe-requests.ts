import { matchedRoutes } from 'hono/route'
import type { Context, MiddlewareHandler } from 'hono'
import type { RequestVariables } from '../app-types.ts'
import type { Tracer } from '../telemetry.ts'
import type { Metrics } from './metrics.ts'

export interface RequestPorts {
  readonly metrics: Pick<Metrics, 'httpSeconds'>
  readonly tracer: Tracer
  readonly logger: { info(fields: Record<string, unknown>): void }
  readonly monotonic: () => number
  readonly newId: () => string
}

const WELL_FORMED = /^[\w.:-]{1,128}$/
const METHODS: ReadonlySet<string> = new Set('GET HEAD POST PUT PATCH DELETE OPTIONS'.split(' '))
/** Asked every few seconds by machines: logged only when the answer is bad. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

/** The pattern of the route that answered, never the path itself: that may hold names and has no end of values. */
function routeOf(c: Context): string {
  const path = matchedRoutes(c).at(-1)?.path ?? ''
  return path === '' || path.endsWith('*') ? 'unmatched' : path
}

/**
 * Gives every request an id (the sender's own when it is well-formed), and on its end one log line, one
 * measurement and one span. Nothing of the query or of a body is told.
 */
export function observeRequests(ports: RequestPorts): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async function observe(c, next) {
    const given = c.req.header('x-request-id') ?? ''
    const requestId = WELL_FORMED.test(given) ? given : ports.newId()
    c.set('requestId', requestId)
    const method = METHODS.has(c.req.method) ? c.req.method : 'OTHER'
    const start = ports.monotonic()
    await ports.tracer.run(
      method,
      { kind: 'server', traceparent: c.req.header('traceparent'), tracestate: c.req.header('tracestate') },
      async (span) => {
        await next()
        const route = routeOf(c)
        const { status } = c.res
        span.rename(`${method} ${route}`)
        span.set({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status })
        if (status >= 500) span.fail()
        const milliseconds = ports.monotonic() - start
        ports.metrics.httpSeconds.observe({ method, route, status: String(status) }, milliseconds / 1000)
        c.res.headers.set('x-request-id', requestId)
        if (PROBES.has(route) && status < 400) return
        const ms = Math.round(milliseconds * 10) / 10
        ports.logger.info({ event: 'request.done', requestId, method, route, status, ms })
      },
    )
  }
}
