import { besideApi, type Fetch } from '../../dashboard/beside-api.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import { openSite, type Site } from '../../dashboard/site.ts'
import { translators } from '../../api/render/translate.ts'
import type { App } from '../../api/app-types.ts'

/** An answer of the pages, as a browser gets it. */
export interface PageAnswer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

/** A browser without JavaScript: it keeps cookies and sends the forms that it was shown. */
export interface Browser {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<PageAnswer>
  /** Sends a form as a browser does; the token is the one of the page seen last. */
  send(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<PageAnswer>
  /** Where the last answer leads. */
  follow(answer: PageAnswer): Promise<PageAnswer>
}

export const ORIGIN = 'http://localhost:8787'

/** The API and its pages as one server, without a socket. */
export function servedTogether(app: App, now: () => number, site: Partial<Site> = {}): Fetch {
  const pages = createDashboard(
    { ask: (request, env) => app.fetch(request, env), translators: translators(), now },
    openSite(site),
  )
  return besideApi(
    (request) => app.fetch(request),
    (request) => pages.fetch(request),
  )
}

export function browse(fetch: Fetch, language = 'en'): Browser {
  const cookies = new Map<string, string>()
  let token = ''

  async function request(
    path: string,
    init: { headers: Record<string, string>; method?: string; body?: string },
  ) {
    const headers = new Headers({ 'accept-language': language, ...init.headers })
    if (cookies.size > 0) {
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    }
    const response = await fetch(new Request(new URL(path, ORIGIN), { ...init, headers, redirect: 'manual' }))
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await response.text()
    token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? token
    return { status: response.status, text, headers: response.headers }
  }

  const get: Browser['get'] = (path, headers = {}) => request(path, { headers })
  return {
    cookies,
    get,
    send: (path, fields, headers = {}) => {
      const body = new URLSearchParams({ token, ...fields }).toString()
      return request(path, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(body.length),
          origin: ORIGIN,
          ...headers,
        },
      })
    },
    follow: (answer) => get(answer.headers.get('location') ?? ''),
  }
}
