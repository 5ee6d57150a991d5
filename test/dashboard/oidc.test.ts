import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JWTPayload } from 'jose'
import type { Store } from '../../store/store.ts'
import { beginSignIn, CLIENT, landed, SECRET, type SignInTest, signInTest } from '../helpers/oidc.ts'
import { type OddIssuer, startOddIssuer } from '../helpers/odd-issuer.ts'
import { openTestStore } from '../helpers/store.ts'
import { ADMIN_KEY } from '../helpers/access.ts'
import { ORIGIN } from '../helpers/dashboard.ts'

let store: Store
let issuer: OddIssuer
let here: SignInTest

beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  issuer = await startOddIssuer(CLIENT)
  here = await signInTest(store, issuer.url)
})

const failedWith = (code: string) => new RegExp(`^/sign-in\\?failed=${code}&`)
const audit = async () => {
  const { body } = await here.api.call('GET', '/v1/audit?limit=50', { key: ADMIN_KEY })
  return (body as { entries: Record<string, unknown>[] }).entries.filter(({ route }) =>
    String(route).startsWith('/sign-in'),
  )
}

/** One whole sign-in, as a person who agrees; how the page answered the way back, and where it ends. */
async function signIn(next = '/', browser = here.browser()) {
  const back = await browser.get(issuer.agree(await beginSignIn(browser, next)))
  return { browser, back, location: back.headers.get('location') ?? '' }
}

describe('the way there', () => {
  test('asks for a code with PKCE, state and nonce, and to be sent back to the public address', async () => {
    const browser = here.browser()
    const page = await browser.get('/sign-in?next=%2Forders', { host: 'evil.example' })
    const link = new RegExp(`href="(${ORIGIN}/sign-in/oidc[^"]*)"`).exec(page.text)![1]!
    expect(link).toBe(`${ORIGIN}/sign-in/oidc?next=%2Forders`)
    const addresses = [await beginSignIn(browser), await beginSignIn(here.browser())]
    const [first, second] = addresses.map((address) => Object.fromEntries(new URL(address).searchParams))
    expect(first).toMatchObject({
      response_type: 'code',
      client_id: CLIENT,
      scope: 'openid profile',
      redirect_uri: `${ORIGIN}/sign-in/oidc/callback`,
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first![name], name).toMatch(/^[\w-]{43}$/)
      expect(first![name], name).not.toBe(second![name])
    }
    expect(first).not.toHaveProperty('prompt')
  })

  test('names the address of the configuration, whatever Host says', async () => {
    const answer = await here.fetch(
      new Request('http://evil.example/sign-in/oidc?next=//evil.example/x', {
        headers: { host: 'evil.example' },
      }),
    )
    const address = new URL(answer.headers.get('location')!)
    expect(address.origin).toBe(issuer.url)
    // Not on this machine, so over TLS alone, and of this host alone.
    const flow = answer.headers.getSetCookie().find((line) => line.includes('flow'))
    expect(flow).toMatch(/^__Host-kanmon-flow-[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(address.searchParams.get('redirect_uri')).toBe(`${ORIGIN}/sign-in/oidc/callback`)
  })

  test('what the browser keeps meanwhile says nothing, and is over in ten minutes', async () => {
    const browser = here.browser()
    const answer = await browser.get('/sign-in/oidc?next=%2Forders')
    const { searchParams } = new URL(answer.headers.get('location')!)
    const [cookie] = answer.headers.getSetCookie().filter((line) => line.startsWith('kanmon-flow-'))
    expect(cookie).toMatch(/; Max-Age=600;.*HttpOnly; SameSite=Lax/)
    expect(cookie).not.toContain(searchParams.get('nonce'))
    expect(answer.headers.get('location')).not.toContain('orders')
    here.api.clock.now += 601_000
    const late = await browser.get(issuer.agree(answer.headers.get('location')!))
    expect(late.headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_BEGUN'))
    expect(issuer.redeemed).toHaveLength(0)
  })
})

describe('the way back', () => {
  test('ends signed in, where one wanted to go, under the name of the claims', async () => {
    const { browser, back } = await signIn('/orders?project=alpha')
    const page = await landed(browser, back)
    expect(page.text).toContain('Signed in as Mori')
    expect(page.text).toContain('href="/orders?project=alpha&amp;lang=ja"')
    expect((await browser.get('/')).text).toContain('Signed in as Mori')
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('kanmon-flow'))).toEqual([])
    const [{ fields, authorization }] = issuer.redeemed as [(typeof issuer.redeemed)[0]]
    expect(fields.get('code_verifier')).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(authorization!.slice(6), 'base64').toString()).toBe(
      [CLIENT, SECRET].map((part) => encodeURIComponent(part).replaceAll('-', '%2D')).join(':'),
    )
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/sign-out',
    'javascript:alert(1)',
  ])('leads to no other place: next=%s', async (next) => {
    const { browser, back } = await signIn(next)
    expect(back.headers.get('location')).toBe('/sign-in?next=%2F&kept=oidc')
    expect((await browser.follow(back)).headers.get('location')).toBe('/')
  })

  test('is taken once: the same answer again signs nobody in', async () => {
    const browser = here.browser()
    const back = issuer.agree(await beginSignIn(browser))
    await browser.get(back)
    const again = await browser.get(back)
    expect(again.headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_BEGUN'))
    expect(issuer.redeemed).toHaveLength(1)
  })

  test('an answer to somebody else’s sign-in signs nobody in, so no one is signed in as another', async () => {
    const attacker = here.browser()
    const back = issuer.agree(await beginSignIn(attacker))
    const victim = here.browser()
    await beginSignIn(victim)
    const forced = await victim.get(back)
    expect(forced.headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_BEGUN'))
    // With the cookie's name of the attacker's state and the victim's content, as a page on a sister host may set it.
    const [name] = [...attacker.cookies.keys()].filter((each) => each.startsWith('kanmon-flow'))
    const [own] = [...victim.cookies].filter(([each]) => each.startsWith('kanmon-flow'))
    victim.cookies.set(name!, own![1])
    expect((await victim.get(back)).headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_PROVEN'))
    expect(issuer.redeemed).toHaveLength(0)
    expect((await victim.get('/')).status).toBe(302)
  })

  test('a session that was there before is not the one that is there afterwards', async () => {
    const browser = here.browser()
    const { key } = await here.api.key([{ role: 'viewer', projects: 'all' }], 'Planted')
    await browser.get('/sign-in')
    await browser.send('/sign-in', { key })
    const planted = new Map(browser.cookies)
    const token = /name="token" value="([^"]+)"/.exec((await browser.get('/')).text)![1]!
    await signIn('/', browser)
    expect((await browser.get('/')).text).toContain('Signed in as Mori')
    expect(browser.cookies.get('kanmon-session')).not.toBe(planted.get('kanmon-session'))
    // A form that was shown before does not count any more.
    expect((await browser.send('/orders/holds', { token, office: 'QA' })).status).toBe(403)
  })

  const now = () => Math.floor(Date.now() / 1000)
  const without = (name: string) => (right: JWTPayload) =>
    Object.fromEntries(Object.entries(right).filter(([each]) => each !== name))
  const wrong: [string, Partial<OddIssuer>][] = [
    ['a nonce of another sign-in', { claims: (right) => ({ ...right, nonce: 'another' }) }],
    ['no nonce', { claims: without('nonce') }],
    ['another audience', { claims: (right) => ({ ...right, aud: 'kanmon' }) }],
    ['another party besides', { claims: (right) => ({ ...right, aud: [CLIENT, 'other'], azp: 'other' }) }],
    ['another issuer', { claims: (right) => ({ ...right, iss: 'https://id.example' }) }],
    ['a token that is over', { claims: (right) => ({ ...right, iat: now() - 3600, exp: now() - 40 }) }],
    ['a token without end', { claims: without('exp') }],
    ['a token that does not hold yet', { claims: (right) => ({ ...right, nbf: now() + 60 }) }],
    ['a token about nobody', { claims: without('sub') }],
    ['a token with no usable name', { claims: (right) => ({ ...right, name: ['Mori'] }) }],
    ['a signature of another key', { signature: 'foreign' }],
    ['no signature', { signature: 'none' }],
    ['a signature with the secret of the client', { signature: 'HS256' }],
    ['a code that was used', { refusal: { status: 400, body: { error: 'invalid_grant' } } }],
  ]
  test.each(wrong)(
    '%s signs nobody in, counts as a failed attempt and stands in the trail',
    async (_, odd) => {
      here = await signInTest(store, issuer.url, { limits: { requests: 0, deliveries: 0, failures: 1 } })
      Object.assign(issuer, odd)
      const before = (await audit()).length
      const { browser, location } = await signIn('/orders')
      expect(location).toMatch(failedWith('SIGN_IN_NOT_PROVEN'))
      expect(location).toContain('next=%2Forders')
      expect(browser.cookies.has('kanmon-session')).toBe(false)
      expect(here.logged.join()).not.toContain('eyJ')
      Object.assign(issuer, { claims: (right: JWTPayload) => right, signature: 'right', refusal: null })
      const next = await signIn()
      expect(next.location).toMatch(failedWith('RATE_LIMITED'))
      here = await signInTest(store, issuer.url)
      const entries = await audit()
      expect(entries.length - before).toBe(2)
      expect(entries.map(({ code }) => code)).toContain('SIGN_IN_NOT_PROVEN')
    },
  )

  test('clocks that differ by less than the tolerance do no harm', async () => {
    issuer.claims = (right) => ({ ...right, iat: now() - 3600, exp: now() - 20 })
    expect((await signIn()).location).toBe('/sign-in?next=%2F&kept=oidc')
    issuer.claims = (right) => ({ ...right, iat: now() + 20, nbf: now() + 20 })
    expect((await signIn()).location).toBe('/sign-in?next=%2F&kept=oidc')
  })

  test.each([
    ['access_denied', 'SIGN_IN_DENIED'],
    ['login_required', 'SIGN_IN_DENIED'],
    ['<script>', 'SIGN_IN_DENIED'],
    ['temporarily_unavailable', 'IDENTITY_UNAVAILABLE'],
  ])('the issuer answers the error %s: %s', async (error, code) => {
    const browser = here.browser()
    const back = await browser.get(issuer.refuse(await beginSignIn(browser, '/orders'), error))
    expect(back.headers.get('location')).toMatch(failedWith(code))
    const page = await browser.follow(back)
    expect(page.text).toContain(`Code for the administrator: ${code}`)
    expect(page.text).toContain('next=%2Forders')
    expect(page.text).not.toContain('<b>no</b>')
    expect(here.logged.join()).not.toContain('script')
  })

  test('an answer without the issuer’s name, or with another, signs nobody in (RFC 9207)', async () => {
    for (const iss of ['', 'https://evil.example']) {
      const browser = here.browser()
      const back = new URL(issuer.agree(await beginSignIn(browser)), ORIGIN)
      back.searchParams.set('iss', iss)
      const { headers } = await browser.get(`${back.pathname}${back.search}`)
      expect(headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_PROVEN'))
    }
    expect(issuer.redeemed).toHaveLength(0)
  })

  test('roles that stand for nothing let nobody in, and the page says so in both languages', async () => {
    issuer.claims = (right) => ({ ...right, roles: ['strangers'] })
    const { browser, back } = await signIn()
    expect(back.headers.get('location')).toMatch(failedWith('SIGN_IN_NOT_GRANTED'))
    const page = await browser.follow(back)
    expect(page.status).toBe(403)
    expect(page.text).toContain('nothing in kanmon is granted to you')
    expect((await browser.get(`${back.headers.get('location')!}&lang=ja`)).text).toContain(
      '権限がまだありません',
    )
    expect(browser.cookies.has('kanmon-session')).toBe(false)
  })

  test('a browser that keeps no cookies is told so', async () => {
    const { browser, back } = await signIn()
    browser.cookies.delete('kanmon-session')
    expect((await browser.follow(back)).text).toContain('the browser did not keep the session')
  })

  test('who came in, and who was refused, stands in the audit trail', async () => {
    // After everything that the other tests did.
    here.api.clock.now += 900_000
    await signIn()
    const browser = here.browser()
    here.api.clock.now += 1000
    await browser.get(issuer.refuse(await beginSignIn(browser), 'access_denied'))
    const [refused, entered] = await audit()
    const route = '/sign-in/oidc/callback'
    const nobody = { principalId: null, principal: null }
    expect(refused).toMatchObject({
      route,
      outcome: 'refused',
      status: 403,
      code: 'SIGN_IN_DENIED',
      ...nobody,
    })
    const principalId = `token:${issuer.url}#u-1`
    expect(entered).toMatchObject({ route, outcome: 'done', code: null, principalId, principal: 'Mori' })
  })
})

describe('an issuer that is away', () => {
  test.each(['fails', 'away', 'of another issuer'] as const)(
    'it %s: a page says so, and the next attempt asks again',
    async (discovery) => {
      issuer.discovery = discovery
      const browser = here.browser()
      const sent = await browser.get('/sign-in/oidc?next=%2Forders')
      expect(sent.headers.get('location')).toMatch(failedWith('IDENTITY_UNAVAILABLE'))
      const page = await browser.follow(sent)
      expect(page.status).toBe(503)
      expect(page.text).toContain('cannot be asked who you are')
      expect(page.text).toContain('Code for the administrator: IDENTITY_UNAVAILABLE')
      issuer.discovery = 'answers'
      expect((await signIn('/', browser)).location).toBe('/sign-in?next=%2F&kept=oidc')
      // Once it was had, it is not asked for again.
      await signIn()
      expect(issuer.described).toBe(2)
    },
  )

  test.each([
    ['answers 500', { status: 500, body: {} }],
    ['does not know this server', { status: 401, body: { error: 'invalid_client' } }],
  ])('when a code is redeemed it %s: nothing is said of the visitor', async (_, refusal) => {
    issuer.refusal = refusal
    expect((await signIn()).location).toMatch(failedWith('IDENTITY_UNAVAILABLE'))
    expect(here.logged.join()).not.toContain(SECRET)
  })
})
