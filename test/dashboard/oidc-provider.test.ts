import { beforeAll, expect, test } from 'vitest'
import type { Store } from '../../store/store.ts'
import { ORIGIN } from '../helpers/dashboard.ts'
import { beginSignIn, CLIENT, landed, SECRET, type SignInTest, signInTest } from '../helpers/oidc.ts'
import { visitProvider } from '../helpers/provider-visitor.ts'
import { startProvider } from '../helpers/real-provider.ts'
import { openTestStore } from '../helpers/store.ts'

/** The certified provider checks what we ask, and we check what it answers; nobody here is made up for the test. */
let provider: string
let here: SignInTest
let store: Store

beforeAll(async () => {
  provider = await startProvider({
    clientId: CLIENT,
    secret: SECRET,
    publicUrl: ORIGIN,
    people: { 'u-1': { name: '森 一郎', roles: ['readers', 'strangers'] } },
  })
  store = await openTestStore()
  here = await signInTest(store, provider)
})

const pathOf = ({ pathname, search }: URL) => `${pathname}${search}`

test('somebody signs in at the provider, comes back signed in, and is renewed without being asked', async () => {
  const browser = here.browser('ja')
  const visitor = visitProvider(provider)
  const back = await visitor.agree(await beginSignIn(browser, '/orders'), 'u-1')
  expect(back.origin).toBe(ORIGIN)
  // RFC 9207: who answers says so.
  expect(back.searchParams.get('iss')).toBe(provider)
  const page = await landed(browser, await browser.get(pathOf(back)))
  expect(page.text).toContain('森 一郎 としてサインイン中')

  here.api.clock.now += 3_700_000
  const sent = await browser.follow(await browser.get('/', { 'sec-fetch-mode': 'navigate' }))
  // The provider has no other clock than the real one, so what it says anew is of that.
  here.api.clock.now = Date.now()
  const renewed = await visitor.agree(sent.headers.get('location')!, 'nobody')
  expect((await landed(browser, await browser.get(pathOf(renewed)))).text).toContain('森 一郎')
})

test('where the provider would have to ask, a renewal ends on the page for signing in', async () => {
  const browser = here.browser()
  const sent = await browser.get('/sign-in/oidc?silent=')
  const back = await visitProvider(provider).agree(sent.headers.get('location')!, 'u-1')
  expect(back.searchParams.get('error')).toBe('login_required')
  expect((await browser.get(pathOf(back))).headers.get('location')).toBe('/sign-in')
})

test('a code that was redeemed is not taken again, not even with the cookie kept from before', async () => {
  const browser = here.browser()
  const address = await beginSignIn(browser)
  const kept = new Map(browser.cookies)
  const back = pathOf(await visitProvider(provider).agree(address, 'u-1'))
  expect((await browser.get(back)).headers.get('location')).toContain('kept=oidc')
  const thief = here.browser()
  for (const [name, value] of kept) thief.cookies.set(name, value)
  const again = await thief.get(back)
  expect(again.headers.get('location')).toMatch(/failed=SIGN_IN_NOT_PROVEN/)
  expect(thief.cookies.has('kanmon-session')).toBe(false)
  expect(here.logged.at(-1)).toContain('invalid_grant')
})

test('a code that was caught on its way is worth nothing without the verifier of whoever asked for it', async () => {
  const victim = here.browser()
  const caught = await visitProvider(provider).agree(await beginSignIn(victim), 'u-1')
  const thief = here.browser()
  const own = new URL(await beginSignIn(thief)).searchParams.get('state')!
  caught.searchParams.set('state', own)
  expect((await thief.get(pathOf(caught))).headers.get('location')).toMatch(/failed=SIGN_IN_NOT_PROVEN/)
  expect(here.logged.at(-1)).toContain('invalid_grant')
})

test('a client with another secret is our fault and not the visitor’s', async () => {
  const wrong = await signInTest(store, provider, {
    oidc: { clientSecret: 'another-secret-of-the-client-01' },
  })
  const browser = wrong.browser()
  const back = await visitProvider(provider).agree(await beginSignIn(browser), 'u-1')
  expect((await browser.get(pathOf(back))).headers.get('location')).toMatch(/failed=IDENTITY_UNAVAILABLE/)
  expect(wrong.logged.join()).not.toContain('another-secret')
})

test('the provider takes the address at which its session ends', async () => {
  const browser = here.browser()
  const back = await visitProvider(provider).agree(await beginSignIn(browser), 'u-1')
  await landed(browser, await browser.get(pathOf(back)))
  await browser.get('/')
  const out = await browser.send('/sign-out', {})
  const answer = await fetch(out.headers.get('refresh')!.slice('0; url='.length))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain(`action="${provider}/session/end/confirm"`)
})
