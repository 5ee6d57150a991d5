import type { HealthReport } from '../compose/health.ts'
import type { ApiPorts, App } from '../app-types.ts'

function body(report: HealthReport, good: string, bad: string) {
  const checks = Object.fromEntries(report.checks.map(({ name, ok, detail }) => [name, { ok, detail }]))
  return { status: report.ok ? good : bad, checks }
}

/** `/healthz`: restart the process when it is not 200. `/readyz`: send it no requests while it is not 200. */
export function registerHealth(app: App, { health }: Pick<ApiPorts, 'health'>): void {
  app.get('/healthz', (c) => {
    const report = health.live()
    return c.json(body(report, 'ok', 'stuck'), report.ok ? 200 : 503)
  })
  app.get('/readyz', async (c) => {
    const report = await health.ready()
    return c.json(body(report, 'ready', 'not ready'), report.ok ? 200 : 503)
  })
}
