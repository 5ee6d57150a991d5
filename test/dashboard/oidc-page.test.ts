import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JWTPayload } from 'jose'
import type { Store } from '../../store/store.ts'
import { ORIGIN } from '../helpers/dashboard.ts'
import {
  CLIENT,
  lapse,
  sessionOf,
  signedInPerson,
  type SignInTest,
  signInTest,
  WORD_HOLDS,
} from '../helpers/oidc.ts'
import { type OddIssuer, startOddIssuer } from '../helpers/odd-issuer.ts'
import { openTestStore } from '../helpers/store.ts'

let store: Store
let issuer: OddIssuer
let here: SignInTest

beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  issuer = await startOddIssuer(CLIENT)
  here = await signInTest(store, issuer.url, { site: { sessionSeconds: 12 * 3600 } })
})

const signedIn = (claims: JWTPayload = {}) => signedInPerson(here, issuer, claims)

describe('signing out', () => {
  test('ends the session here and leads to where it ends at the issuer', async () => {
    const browser = await signedIn()
    await browser.get('/')
    const out = await browser.send('/sign-out', {})
    expect(out.status).toBe(200)
    expect(out.text).not.toContain('Signed in as')
    const [, refresh] = /^0; url=(.+)$/.exec(out.headers.get('refresh')!)!
    const address = new URL(refresh!)
    expect(`${address.origin}${address.pathname}`).toBe(`${issuer.url}/end`)
    const asked = Object.fromEntries(address.searchParams)
    expect(asked).toMatchObject({ client_id: CLIENT, post_logout_redirect_uri: `${ORIGIN}/sign-in` })
    const [, claims] = asked['id_token_hint']!.split('.')
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({
      sub: 'u-1',
      aud: CLIENT,
    })
    // It stands in an address now, and opens nothing here: it is for the pages, not for the API.
    const { status } = await here.api.call('GET', '/v1/portfolio', { key: asked['id_token_hint']! })
    expect(status).toBe(401)
    expect(sessionOf(browser)).toBeUndefined()
    expect((await browser.get('/')).status).toBe(302)
  })

  test('of a lapsed session forgets it too', async () => {
    const browser = await signedIn()
    await browser.get('/')
    lapse(here)
    await browser.send('/sign-out', {})
    expect(sessionOf(browser)).toBeUndefined()
  })

  test('ends it here alone where the issuer ends no sessions, or there was a key', async () => {
    issuer.endsSessions = false
    const browser = await signedIn()
    await browser.get('/')
    expect((await browser.send('/sign-out', {})).headers.get('location')).toBe('/sign-in')
    expect(sessionOf(browser)).toBeUndefined()

    issuer.endsSessions = true
    const { key } = await here.api.key([{ role: 'viewer', projects: 'all' }], 'Key')
    await browser.get('/sign-in')
    await browser.send('/sign-in', { key })
    await browser.get('/')
    expect((await browser.send('/sign-out', {})).headers.get('location')).toBe('/sign-in')
    expect(sessionOf(browser)).toBeUndefined()
  })

  test('ends it here also while the issuer is away', async () => {
    const secret = new Uint8Array(32).fill(3)
    here = await signInTest(store, issuer.url, { site: { secret } })
    const cookies = (await signedIn()).cookies
    issuer.discovery = 'away'
    // A process that was started anew does not know the issuer yet.
    here = await signInTest(store, issuer.url, { site: { secret } })
    const browser = here.browser()
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    await browser.get('/')
    expect((await browser.send('/sign-out', {})).headers.get('location')).toBe('/sign-in')
    expect(sessionOf(browser)).toBeUndefined()
    expect(here.logged.join()).toContain('sign-out.here-only')
  })
})

describe('the page for signing in', () => {
  test.each([
    ['both ways', ['oidc', 'key'] as const, true, true],
    ['the issuer alone', ['oidc'] as const, true, false],
    ['keys alone', ['key'] as const, false, true],
  ])('offers %s', async (_, ways, byIssuer, byKey) => {
    here = await signInTest(store, issuer.url, { site: { ways } })
    const browser = here.browser('ja')
    const page = await browser.get('/sign-in')
    expect(page.text.includes(`${new URL(issuer.url).host} でサインイン`)).toBe(byIssuer)
    expect(page.text.includes('name="key"')).toBe(byKey)
    const { key } = await here.api.key([{ role: 'viewer', projects: 'all' }])
    expect((await browser.send('/sign-in', { key })).status).toBe(byKey ? 303 : 404)
    expect((await browser.get('/sign-in/oidc')).status).toBe(byIssuer ? 303 : 404)
    expect((await browser.get('/sign-in/oidc/callback')).status).toBe(byIssuer ? 303 : 404)
  })

  test('a sign-in by key stands in the trail with the id of the key', async () => {
    here.api.clock.now += 24 * WORD_HOLDS
    const { key, id } = await here.api.key([{ role: 'viewer', projects: 'all' }], 'Key holder')
    const browser = here.browser()
    await browser.get('/sign-in')
    await browser.send('/sign-in', { key })
    const { body } = await here.api.call('GET', '/v1/audit?limit=1')
    expect(body).toMatchObject({
      entries: [{ route: '/sign-in', method: 'POST', principal: 'Key holder', principalId: `key:${id}` }],
    })
  })

  test('says nothing about codes that are not ours', async () => {
    const page = await here.browser().get('/sign-in?failed=%3Cscript%3E')
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('role="alert"')
  })
})

test.each([
  ['basic', 'secret', /^Basic /, false],
  ['post', 'secret', undefined, true],
  ['basic', null, undefined, false],
] as const)(
  'a client of %s with secret %s proves itself so',
  async (clientAuth, clientSecret, header, inBody) => {
    here = await signInTest(store, issuer.url, { oidc: { clientAuth, clientSecret } })
    await signedIn()
    const [asked] = issuer.redeemed
    if (header === undefined) expect(asked!.authorization).toBeUndefined()
    else expect(asked!.authorization).toMatch(header)
    expect(asked!.fields.has('client_secret')).toBe(inBody)
    expect(asked!.fields.get('redirect_uri')).toBe(`${ORIGIN}/sign-in/oidc/callback`)
  },
)
