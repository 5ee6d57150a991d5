import type { Context } from 'hono'
import type { Site } from '../site.ts'
import { dropCookie, keepCookie, readCookie } from './cookies.ts'
import { formToken } from './form-token.ts'
import { createSessionSeal, type PersonSession, type Session } from './sealed-session.ts'

const SESSION_COOKIE = 'kanmon-session'
const VISITOR_COOKIE = 'kanmon-visitor'
/** Browsers keep cookies of 4096 bytes, the name and the attributes counted in, and drop longer ones without a word. */
const LONGEST_SESSION = 3900
const VISITOR = /^[\w-]{16,64}$/

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/** Who looks at the pages: signed in or not, and the mark of the forms shown to him. */
export interface Visitor {
  readonly session: Session | null
  /** A session that is not over, but the issuer has to vouch again before it counts. */
  readonly lapsed: PersonSession | null
  readonly formToken: string
}

export interface Visitors {
  /** Who a request is from; a new visitor gets his cookie with the answer. */
  find(c: Context): Promise<Visitor>
  /** Signs in. Returns false, and does nothing, when browsers would not keep so long a credential. */
  remember(c: Context, session: Unnumbered<Session>): Promise<boolean>
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

  /** The sealed session, at need without what can be done without; null when it is too long even so. */
  async function fitting(content: Unnumbered<Session>, lasts: number): Promise<string | null> {
    // A new id each time: forms that were shown before do not speak for whoever is signed in now.
    const text = await seal.seal({ ...content, id: site.newId() }, lasts)
    if (text.length <= LONGEST_SESSION) return text
    const canShrink = 'person' in content && content.idToken !== null
    return canShrink ? fitting({ ...content, idToken: null }, lasts) : null
  }

  return {
    find: async (c) => {
      const sealed = readCookie(c, SESSION_COOKIE)
      const found = sealed === undefined ? null : await seal.open(sealed)
      const lapsed = found !== null && 'person' in found && now() >= found.provenUntil ? found : null
      const session = lapsed === null ? found : null
      return { session, lapsed, formToken: formToken(site.secret, visitorId(c), found?.id ?? '') }
    },
    remember: async (c, content) => {
      const lasts = 'person' in content ? Math.floor((content.endsAt - now()) / 1000) : site.sessionSeconds
      const text = await fitting(content, lasts)
      if (text === null) return false
      keepCookie(c, SESSION_COOKIE, text, { sameSite: 'Lax', maxAge: lasts })
      return true
    },
    forget: (c) => dropCookie(c, SESSION_COOKIE),
  }
}
