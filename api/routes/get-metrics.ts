import type { ApiPorts, App } from '../app-types.ts'

/** `/metrics` in the text format of Prometheus. */
export function registerGetMetrics(app: App, ports: Pick<ApiPorts, 'metrics'>): void {
  app.get('/metrics', async (c) =>
    c.body(await ports.metrics.text(), 200, { 'content-type': ports.metrics.contentType }),
  )
}
