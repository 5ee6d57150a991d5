import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Translate } from '../api/render/translate.ts'
import { type Language, language } from '../schemas/messages/index.ts'
import type { DashboardPorts } from './ports.ts'
import type { Visitor } from './session/visitor.ts'

/** One request for a page: who asks for what, in which language. */
export interface Visit {
  readonly url: URL
  readonly language: Language
  readonly t: Translate
  /** Goes with every question to the API. */
  readonly headers: Headers
  /** What the server knows of the connection; goes with every question too. */
  readonly env: unknown
  /** Under which name the visitor is signed in; null when he is not. */
  readonly signedInAs: string | null
  /** Goes with every form, in the field `FORM_TOKEN`. */
  readonly formToken: string
}

export const LANGUAGE_COOKIE = 'kanmon-language'

/** `?lang=`, else what was chosen before, else the first known one that the browser accepts, else English. */
function chosenLanguage(c: Context, url: URL): Language {
  const accepted = (c.req.header('accept-language') ?? '')
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
  for (const candidate of [url.searchParams.get('lang'), getCookie(c, LANGUAGE_COOKIE), ...accepted]) {
    const known = language.safeParse(candidate)
    if (known.success) return known.data
  }
  return 'en'
}

/** Headers that the API goes by beside the credential: the address behind proxies, and the trace. */
const PASSED_ON = ['x-forwarded-for', 'traceparent', 'tracestate'] as const

function headersOf(c: Context, { session }: Visitor): Headers {
  const headers = new Headers({ accept: 'application/json' })
  for (const name of PASSED_ON) {
    const value = c.req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  const credential = session === null ? c.req.header('authorization') : `Bearer ${session.credential}`
  if (credential !== undefined) headers.set('authorization', credential)
  return headers
}

export function visitOf(c: Context, ports: DashboardPorts, visitor: Visitor): Visit {
  const url = new URL(c.req.url)
  const chosen = chosenLanguage(c, url)
  return {
    url,
    language: chosen,
    t: ports.translators[chosen],
    headers: headersOf(c, visitor),
    env: c.env,
    signedInAs: visitor.session?.name ?? null,
    formToken: visitor.formToken,
  }
}

/** The same page with some of its query changed; null takes a parameter away. */
export function linkTo(visit: Visit, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(visit.url.searchParams)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? visit.url.pathname : `${visit.url.pathname}?${text}`
}
