import type { JWTPayload } from 'jose'
import type { ThrottleLimits } from '../../api/auth/throttle.ts'
import { createSignIns } from '../../api/auth/sign-ins.ts'
import { personOf } from '../../api/auth/people.ts'
import type { TokenConfig } from '../../api/auth/tokens.ts'
import type { Fetch } from '../../dashboard/beside-api.ts'
import { createIssuer, type OidcConfig } from '../../dashboard/session/oidc/issuer.ts'
import type { Site } from '../../dashboard/site.ts'
import type { ClaimGrants } from '../../schemas/access.ts'
import type { Store } from '../../store/store.ts'
import { type GuardedApi, guardedApi } from './access.ts'
import { type Browser, browse, ORIGIN, type PageAnswer, servedTogether } from './dashboard.ts'
import type { OddIssuer } from './odd-issuer.ts'

export const CLIENT = 'kanmon-pages'
export const SECRET = 'a-secret-of-the-client-0123456789'

/** What the values of the roles claim stand for in tests. */
export const grants: ClaimGrants = [
  { value: 'readers', grants: [{ role: 'viewer', projects: 'all' }] },
  { value: 'security', grants: [{ role: 'ciso', projects: 'all' }] },
  { value: 'managers', grants: [{ role: 'approver', projects: ['alpha'] }] },
]

export interface SignInTest {
  readonly api: GuardedApi
  readonly fetch: Fetch
  /** What the pages logged of sign-ins, one text an entry. */
  readonly logged: string[]
  browser(language?: string): Browser
}

/** The API and its pages with sign-in by an issuer; the clock of the pages stands where the real one does. */
export async function signInTest(
  store: Store,
  issuerUrl: string,
  options: {
    limits?: ThrottleLimits
    tokens?: Partial<TokenConfig>
    oidc?: Partial<OidcConfig>
    site?: Partial<Site>
  } = {},
): Promise<SignInTest> {
  const tokens: TokenConfig = {
    issuer: issuerUrl,
    audience: 'kanmon',
    jwksUrl: null,
    rolesClaim: 'roles',
    nameClaim: 'name',
    clockTolerance: 30,
    grants,
    ...options.tokens,
  }
  const { limits = { requests: 0, deliveries: 0, failures: 1000 } } = options
  const api = await guardedApi(store, { tokens, limits })
  api.clock.now = Date.now()
  const logged: string[] = []
  const issuer = createIssuer({
    issuer: issuerUrl,
    clientId: CLIENT,
    clientSecret: SECRET,
    clientAuth: 'basic',
    scope: 'openid profile',
    publicUrl: ORIGIN,
    jwksUrl: null,
    clockTolerance: 30,
    ...options.oidc,
  })
  const fetch = servedTogether(api.app, () => api.clock.now, {
    isAccessControlled: true,
    ways: ['oidc', 'key'],
    oidc: {
      issuer,
      issuerHost: new URL(issuerUrl).host,
      publicUrl: ORIGIN,
      personOf: (claims) => personOf(claims, tokens),
      logger: { warn: (fields: unknown) => void logged.push(JSON.stringify(fields)) },
    },
    signIns: createSignIns(api.ports.access),
    ...options.site,
  })
  return { api, fetch, logged, browser: (language = 'en') => browse(fetch, language) }
}

/** Begins a sign-in; the address at the issuer to which the browser is sent. */
export async function beginSignIn(browser: Browser, next = '/'): Promise<string> {
  const sent = await browser.get(`/sign-in/oidc?${new URLSearchParams({ next }).toString()}`)
  const address = sent.headers.get('location')
  if (sent.status !== 303 || address === null) throw new Error(`beginSignIn: ${sent.status}`)
  return address
}

/** Follows redirections within the pages to their end. */
export async function landed(browser: Browser, answer: PageAnswer): Promise<PageAnswer> {
  let last = answer
  while (last.headers.has('location')) last = await browser.follow(last)
  return last
}

/** A browser in which somebody with these claims, beside those that every person of the issuer has, is signed in. */
export async function signedInPerson(
  here: SignInTest,
  issuer: OddIssuer,
  claims: JWTPayload = {},
): Promise<Browser> {
  const before = issuer.claims
  issuer.claims = (right) => ({ ...right, ...claims })
  const browser = here.browser()
  await landed(browser, await browser.get(issuer.agree(await beginSignIn(browser))))
  issuer.claims = before
  return browser
}

/** The cookie of a session, as the browser keeps it. */
export const sessionOf = (browser: Browser) => browser.cookies.get('kanmon-session')

/** How long the issuer's word holds in these tests. */
export const WORD_HOLDS = 3_600_000

/** Lets the issuer's word lapse: what it holds and the tolerance. */
export const lapse = (here: SignInTest) => (here.api.clock.now += WORD_HOLDS + 31_000)
