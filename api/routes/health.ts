import type { ApiPorts, App } from '../app-types.ts'

/** `/healthz`: the process answers. `/readyz`: its store answers too. */
export function registerHealth(app: App, ports: ApiPorts): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200))
  app.get('/readyz', async (c) => {
    const isReady = await ports.ping()
    return c.json({ status: isReady ? 'ready' : 'store unavailable' }, isReady ? 200 : 503)
  })
}
