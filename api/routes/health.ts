import type { HealthReport } from '../compose/health.ts'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { ApiPorts, App } from '../app-types.ts'
import { needsNothing } from '../auth/needs.ts'

const health = z.strictObject({
  status: z.string(),
  checks: z.record(z.string(), z.strictObject({ ok: z.boolean(), detail: z.string() })),
})
const content = { 'application/json': { schema: health } }

const live = createRoute({
  ...needsNothing,
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process works: restart it when it does not',
  responses: {
    200: { description: 'It works', content },
    503: { description: 'It is stuck', content },
  },
})

const ready = createRoute({
  ...needsNothing,
  method: 'get',
  path: '/readyz',
  summary: 'Whether requests are welcome',
  responses: {
    200: { description: 'They are', content },
    503: { description: 'Not now', content },
  },
})

function body(report: HealthReport, good: string, bad: string) {
  const checks = Object.fromEntries(report.checks.map(({ name, ok, detail }) => [name, { ok, detail }]))
  return { status: report.ok ? good : bad, checks }
}

/** `/healthz`: restart the process when it is not 200. `/readyz`: send it no requests while it is not 200. */
export function registerHealth(app: App, ports: Pick<ApiPorts, 'health'>): void {
  app.openapi(live, (c) => {
    const report = ports.health.live()
    return c.json(body(report, 'ok', 'stuck'), report.ok ? 200 : 503)
  })
  app.openapi(ready, async (c) => {
    const report = await ports.health.ready()
    return c.json(body(report, 'ready', 'not ready'), report.ok ? 200 : 503)
  })
}
