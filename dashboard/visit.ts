import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Translate } from '../api/render/translate.ts'
import type { BesideRequest, Person } from '../api/auth/people.ts'
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
  /** What the server knows of the connection, and whom the pages signed in; goes with every question too. */
  readonly env: BesideRequest
  /** Nobody is known who could be asked about. */
  readonly isStranger: boolean
  /** The session is not over, but the issuer has to vouch for the visitor again. */
  readonly isLapsed: boolean
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
  const credential = credentialOf(c, session)
  if (credential !== undefined) headers.set('authorization', credential)
  return headers
}

function credentialOf(c: Context, session: Visitor['session']): string | undefined {
  if (session === null) return c.req.header('authorization')
  return 'credential' in session ? `Bearer ${session.credential}` : undefined
}

/** The same visit as somebody whom the issuer has vouched for. */
export function visitAs(visit: Visit, person: Person): Visit {
  const headers = new Headers(visit.headers)
  headers.delete('authorization')
  return { ...visit, headers, env: { ...visit.env, person }, isStranger: false }
}

export function visitOf(c: Context, ports: DashboardPorts, visitor: Visitor): Visit {
  const url = new URL(c.req.url)
  const chosen = chosenLanguage(c, url)
  const { session, lapsed } = visitor
  const visit: Visit = {
    url,
    language: chosen,
    t: ports.translators[chosen],
    headers: headersOf(c, visitor),
    env: c.env as BesideRequest,
    isStranger: session === null && c.req.header('authorization') === undefined,
    isLapsed: lapsed !== null,
    signedInAs: session?.name ?? null,
    formToken: visitor.formToken,
  }
  return session !== null && 'person' in session ? visitAs(visit, session.person) : visit
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
