import type { Context } from 'hono'
import type { Site } from '../site.ts'
import { dropCookie, keepCookie, readCookie } from './cookies.ts'
import { formToken } from './form-token.ts'
import { createSessionSeal, type Session } from './sealed-session.ts'

const SESSION_COOKIE = 'kanmon-session'
const VISITOR_COOKIE = 'kanmon-visitor'
/** Browsers keep cookies of 4096 bytes, the name and the attributes counted in, and drop longer ones without a word. */
const LONGEST_SESSION = 3900
const VISITOR = /^[\w-]{16,64}$/

/** Who looks at the pages: signed in or not, and the mark of the forms shown to him. */
export interface Visitor {
  readonly session: Session | null
  readonly formToken: string
}

export interface Visitors {
  /** Who a request is from; a new visitor gets his cookie with the answer. */
  find(c: Context): Promise<Visitor>
  /** Signs in. Returns false, and does nothing, when browsers would not keep so long a credential. */
  remember(c: Context, session: Omit<Session, 'id'>): Promise<boolean>
  forget(c: Context): void
}

export function createVisitors(site: Site, now: () => number): Visitors {
  const seal = createSessionSeal(site.secret, site.sessionSeconds, now)

  function visitorId(c: Context): string {
    const known = readCookie(c, VISITOR_COOKIE)
    if (known !== undefined && VISITOR.test(known)) return known
    const made = site.newId()
    keepCookie(c, VISITOR_COOKIE, made, { sameSite: 'Lax' })
    return made
  }

  return {
    find: async (c) => {
      const sealed = readCookie(c, SESSION_COOKIE)
      const session = sealed === undefined ? null : await seal.open(sealed)
      return { session, formToken: formToken(site.secret, visitorId(c), session?.id ?? '') }
    },
    remember: async (c, content) => {
      const text = await seal.seal({ ...content, id: site.newId() })
      if (text.length > LONGEST_SESSION) return false
      keepCookie(c, SESSION_COOKIE, text, { sameSite: 'Lax', maxAge: site.sessionSeconds })
      return true
    },
    forget: (c) => dropCookie(c, SESSION_COOKIE),
  }
}
