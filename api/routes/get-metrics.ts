import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { ApiPorts, App } from '../app-types.ts'
import { needs, needsNothing } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'

/** `/metrics` in the text format of Prometheus. It counts over all projects, so it is for those who see them all. */
export function registerGetMetrics(app: App, ports: Pick<ApiPorts, 'access' | 'metrics'>): void {
  const route = createRoute({
    ...(ports.access.openMetrics ? needsNothing : needs('metrics:read', 'everywhere')),
    method: 'get',
    path: '/metrics',
    summary: 'Measures of the process, for Prometheus',
    responses: {
      200: { description: 'The measures', content: { 'text/plain': { schema: z.string() } } },
      ...errorResponses,
    },
  })
  app.openAPIRegistry.registerPath(route)
  app.get('/metrics', async (c) =>
    c.body(await ports.metrics.text(), 200, { 'content-type': ports.metrics.contentType }),
  )
}
