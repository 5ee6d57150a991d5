import type { Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { language } from '../schemas/messages/index.ts'
import type { DashboardPorts } from './ports.ts'
import { FORM_TOKEN, isFormToken } from './session/form-token.ts'
import { renewalPath, signInPath } from './session/next-page.ts'
import type { Visitors } from './session/visitor.ts'
import type { Site } from './site.ts'
import { LANGUAGE_COOKIE, type Visit, visitOf } from './visit.ts'

export type PageMaker = (
  visit: Visit,
  ports: DashboardPorts,
  c: Context,
) => Promise<JSX.Element> | JSX.Element

/** The fields of a form, trimmed; one that was left empty is not there. */
export type Fields = Readonly<Record<string, string>>

/** Answers a form: with a redirection, or with the page again and what is wrong with it. */
export type FormHandler = (visit: Visit, fields: Fields, c: Context) => Promise<JSX.Element | Response>

export interface Frame {
  /** A page for whoever may come in. */
  readonly page: (path: string, make: PageMaker) => void
  /** A page for everybody. */
  readonly openPage: (
    path: string,
    make: (visit: Visit, c: Context) => Promise<JSX.Element | Response>,
  ) => void
  /** A form that was sent from a page of ours. `isOpen`: by anybody, signed in or not. */
  readonly form: (path: string, handle: FormHandler, options?: { isOpen?: boolean }) => void
  readonly visit: (c: Context) => Promise<Visit>
}

const A_YEAR = 31_536_000
const LARGEST_FORM = 65_536

/** A page as it is sent. It is for this visitor and this moment: nothing on the way or in a browser keeps it. */
export async function html(c: Context, content: JSX.Element): Promise<Response> {
  c.header('cache-control', 'no-store')
  return c.html(`<!doctype html>${await content}`)
}

async function fieldsOf(c: Context): Promise<Fields> {
  if (Number(c.req.header('content-length') ?? LARGEST_FORM + 1) > LARGEST_FORM) throw new HTTPException(413)
  const body = await c.req.parseBody()
  const texts = Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.replaceAll('\r\n', '\n').trim()]] : [],
  )
  return Object.fromEntries(texts) as Fields
}

/** How pages and forms are answered: who the visitor is, in which language, and whether he may come in. */
export function createFrame(app: Hono, ports: DashboardPorts, site: Site, visitors: Visitors): Frame {
  async function visit(c: Context): Promise<Visit> {
    const chosen = language.safeParse(c.req.query('lang'))
    if (chosen.success) {
      setCookie(c, LANGUAGE_COOKIE, chosen.data, { path: '/', sameSite: 'Lax', maxAge: A_YEAR })
    }
    return visitOf(c, ports, await visitors.find(c))
  }
  const isStranger = (found: Visit) => site.isAccessControlled && found.isStranger
  /** Where a stranger goes: by way of the issuer alone, when that can go without his doing anything. */
  function entranceOf(c: Context, { url, isLapsed }: Visit): string {
    const next = `${url.pathname}${url.search}`
    const canRenew = isLapsed && site.oidc !== null && c.req.header('sec-fetch-mode') === 'navigate'
    return canRenew ? renewalPath(next) : signInPath(next)
  }
  const answer = (c: Context, made: JSX.Element | Response) =>
    made instanceof Response ? made : html(c, made)

  return {
    visit,
    page: (path, make) =>
      app.get(path, async (c) => {
        const found = await visit(c)
        if (isStranger(found)) return c.redirect(entranceOf(c, found))
        return html(c, await make(found, ports, c))
      }),
    openPage: (path, make) => app.get(path, async (c) => answer(c, await make(await visit(c), c))),
    form: (path, handle, { isOpen = false } = {}) =>
      app.post(path, async (c) => {
        const found = await visit(c)
        const { [FORM_TOKEN]: token, ...fields } = await fieldsOf(c)
        if (!isFormToken(token, found.formToken)) throw new HTTPException(403)
        if (isStranger(found) && !isOpen) {
          // The browser still has what was written: he goes back, opens the page again and sends it once more.
          if (found.isLapsed) throw new HTTPException(403)
          return c.redirect(signInPath('/'), 303)
        }
        return answer(c, await handle(found, fields, c))
      }),
  }
}
