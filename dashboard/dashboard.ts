import { Hono, type Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { language } from '../schemas/messages/index.ts'
import { findAsset } from './assets.ts'
import { portfolioPage } from './pages/portfolio/page.tsx'
import type { DashboardPorts } from './ports.ts'
import { LANGUAGE_COOKIE, type Visit, visitOf } from './visit.ts'

type PageMaker = (visit: Visit, ports: DashboardPorts, c: Context) => Promise<JSX.Element> | JSX.Element

const A_YEAR = 31_536_000

/** The pages, to be mounted beside the API. */
export function createDashboard(ports: DashboardPorts): Hono {
  const app = new Hono()
  app.get('/assets/:name', (c) => {
    const asset = findAsset(c.req.param('name'))
    if (asset === null) return c.notFound()
    const keep = c.req.query('v') === asset.version ? `public, max-age=${A_YEAR}, immutable` : 'no-cache'
    return c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type, 'cache-control': keep })
  })
  const page = (path: string, make: PageMaker) =>
    app.get(path, async (c) => {
      const chosen = language.safeParse(c.req.query('lang'))
      if (chosen.success) {
        setCookie(c, LANGUAGE_COOKIE, chosen.data, { path: '/', sameSite: 'Lax', maxAge: A_YEAR })
      }
      c.header('cache-control', 'no-store')
      const content = await make(visitOf(c, ports), ports, c)
      return c.html(`<!doctype html>${String(content)}`)
    })
  page('/', portfolioPage)
  return app
}
