import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { SignInNeeded } from './ask.ts'
import { findAsset } from './assets.ts'
import { createFrame, html } from './frame.ts'
import { registerLiveUpdates } from './live/route.ts'
import { messagePage } from './message-page.tsx'
import { pageHeaders } from './page-headers.ts'
import { registerOrders } from './pages/orders/routes.tsx'
import { registerOtherPages } from './pages/other-pages.ts'
import { portfolioPage } from './pages/portfolio/page.tsx'
import { registerSignIn } from './pages/sign-in/routes.tsx'
import type { DashboardPorts } from './ports.ts'
import { signInPath } from './session/next-page.ts'
import { createVisitors } from './session/visitor.ts'
import { openSite, type Site } from './site.ts'

const A_YEAR = 31_536_000

/** Whether a form was sent by a page of this host. The scheme may differ: TLS ends at a proxy. */
function isOwnOrigin(origin: string, url: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(url).host
}

/** The pages, to be mounted beside the API. Without a site everybody may enter. */
export function createDashboard(ports: DashboardPorts, site: Site = openSite()): Hono {
  const app = new Hono()
  const visitors = createVisitors(site, ports.now)
  app.use(pageHeaders)
  app.use(csrf({ origin: (origin, c) => isOwnOrigin(origin, c.req.url) }))
  const sendAsset = (c: Context, name: string) => {
    const asset = findAsset(name)
    if (asset === null) return c.notFound()
    const keep = c.req.query('v') === asset.version ? `public, max-age=${A_YEAR}, immutable` : 'no-cache'
    return c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type, 'cache-control': keep })
  }
  app.get('/assets/:name', (c) => sendAsset(c, c.req.param('name')))
  // Asked for by what does not read the page's own link to it.
  app.get('/favicon.ico', (c) => sendAsset(c, 'icon.svg'))
  const frame = createFrame(app, ports, site, visitors)
  const { page } = frame
  page('/', portfolioPage)
  // With the first of its charts the chart library is loaded: a server that nobody looks at does without.
  page('/projects/:id', async (...asked) => (await import('./pages/project/page.tsx')).projectPage(...asked))
  registerOrders(frame, ports)
  registerOtherPages(frame, ports)
  registerSignIn(frame, ports, site, visitors)
  registerLiveUpdates(app, frame, ports, site)

  app.notFound(async (c) => {
    const visit = await frame.visit(c)
    c.status(404)
    return html(c, messagePage(visit, visit.t('page.notFound'), visit.t('page.notFoundWhy')))
  })
  app.onError(async (error, c) => {
    if (error instanceof SignInNeeded) {
      const { pathname, search } = new URL(c.req.url)
      return c.redirect(signInPath(c.req.method === 'POST' ? '/' : `${pathname}${search}`), 303)
    }
    const visit = await frame.visit(c)
    if (error instanceof HTTPException) {
      c.status(error.status)
      return html(c, messagePage(visit, visit.t('page.refused'), visit.t('page.refusedWhy')))
    }
    site.logger.error({ event: 'page.failed', path: visit.url.pathname, error })
    c.status(500)
    return html(c, messagePage(visit, visit.t('page.failed'), visit.t('page.failedWhy')))
  })
  return app
}
