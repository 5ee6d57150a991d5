import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JWTPayload } from 'jose'
import { personOf, principalOf } from '../../api/auth/people.ts'
import { createTokens } from '../../api/auth/tokens.ts'
import type { Store } from '../../store/store.ts'
import { ORIGIN } from '../helpers/dashboard.ts'
import { startIssuer } from '../helpers/issuer.ts'
import {
  beginSignIn,
  CLIENT,
  grants,
  landed,
  lapse,
  sessionOf,
  signedInPerson,
  type SignInTest,
  signInTest,
  WORD_HOLDS,
} from '../helpers/oidc.ts'
import { type OddIssuer, startOddIssuer } from '../helpers/odd-issuer.ts'
import { openTestStore } from '../helpers/store.ts'

const NAVIGATION = { 'sec-fetch-mode': 'navigate' }

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

describe('a session', () => {
  test('says nothing to who holds it, is closed to scripts, and no key to the API', async () => {
    const browser = await signedIn()
    const cookie = sessionOf(browser)!
    expect(cookie.split('.')).toHaveLength(5)
    expect(cookie).not.toContain('Mori')
    for (const credential of [cookie, 'eyJ.eyJ.x'])
      expect((await here.api.call('GET', '/v1/portfolio', { key: credential })).status).toBe(401)
    const asked = await here.fetch(
      new Request(`${ORIGIN}/v1/portfolio`, { headers: { cookie: `kanmon-session=${cookie}` } }),
    )
    expect(asked.status).toBe(401)
  })

  test('does not hold longer than the issuer’s word, also where nothing can be renewed', async () => {
    const browser = await signedIn()
    here.api.clock.now += WORD_HOLDS
    expect((await browser.get('/')).status).toBe(200)
    here.api.clock.now += 31_000
    // What is no page in a window is not sent around by way of the issuer.
    const asked = await browser.get('/orders')
    expect(asked.headers.get('location')).toBe('/sign-in?next=%2Forders')
    expect((await browser.get('/events')).status).toBe(401)
  })

  test('is renewed by the issuer without asking anybody anything, and keeps its end', async () => {
    const browser = await signedIn()
    const before = sessionOf(browser)
    lapse(here)
    const asked = await browser.get('/orders?project=alpha', NAVIGATION)
    expect(asked.headers.get('location')).toBe('/sign-in/oidc?silent=&next=%2Forders%3Fproject%3Dalpha')
    const sent = await browser.follow(asked)
    const address = sent.headers.get('location')!
    expect(new URL(address).searchParams.get('prompt')).toBe('none')
    issuer.claims = (right) => ({ ...right, exp: Number(right.exp) + 24 * 3600 })
    const page = await landed(browser, await browser.get(issuer.agree(address)))
    expect(page.text).toContain('Signed in as Mori')
    expect(sessionOf(browser)).not.toBe(before)
    // Twelve hours after it began it is over, although the issuer's word would hold longer.
    here.api.clock.now += 11 * WORD_HOLDS
    const late = await browser.get('/', NAVIGATION)
    expect(late.headers.get('location')).toBe('/sign-in')
  })

  test('is over when the issuer would have to ask the person again', async () => {
    const browser = await signedIn()
    lapse(here)
    const sent = await browser.follow(await browser.get('/orders', NAVIGATION))
    const back = await browser.get(issuer.refuse(sent.headers.get('location')!, 'login_required'))
    expect(back.headers.get('location')).toBe('/sign-in?next=%2Forders')
    expect(sessionOf(browser)).toBeUndefined()
    const { headers } = await browser.get('/orders', NAVIGATION)
    expect(headers.get('location')).toBe('/sign-in?next=%2Forders')
  })

  test('of somebody else, where another is signed in at the issuer meanwhile, is a new one', async () => {
    const browser = await signedIn()
    lapse(here)
    const sent = await browser.follow(await browser.get('/', NAVIGATION))
    issuer.claims = (right) => ({ ...right, sub: 'u-2', name: 'Sato', exp: Number(right.exp) + 24 * 3600 })
    await landed(browser, await browser.get(issuer.agree(sent.headers.get('location')!)))
    expect((await browser.get('/')).text).toContain('Signed in as Sato')
    here.api.clock.now += 11.5 * WORD_HOLDS
    expect((await browser.get('/')).text).toContain('Signed in as Sato')
  })

  test('that lapsed takes no form, and says that nothing was changed', async () => {
    const browser = await signedIn({ roles: ['security'] })
    await browser.get('/orders')
    lapse(here)
    const sent = await browser.send('/orders/holds', { office: 'CISO', scope: 'all', reason: 'late' })
    expect(sent.status).toBe(403)
    expect(sent.text).toContain('open the page again and send it once more')
    const { body } = await here.api.call('GET', '/v1/holds')
    expect((body as { holds: unknown[] }).holds).toEqual([])
  })

  test('ends where the issuer is another one by now', async () => {
    const secret = new Uint8Array(32).fill(1)
    here = await signInTest(store, issuer.url, { site: { secret } })
    const browser = await signedIn()
    expect((await browser.get('/')).status).toBe(200)
    const other = await startOddIssuer(CLIENT)
    const moved = (await signInTest(store, other.url, { site: { secret } })).browser()
    for (const [name, value] of browser.cookies) moved.cookies.set(name, value)
    expect((await moved.get('/')).headers.get('location')).toBe('/sign-in')
  })

  test('with more roles than a browser keeps is refused, and without the token where that is enough', async () => {
    const many = Array.from({ length: 300 }, (_, n) => `a-role-with-a-long-name-${n}`)
    const table = many.map((value) => ({ value, grants: grants[0]!.grants }))
    here = await signInTest(store, issuer.url, { tokens: { grants: table } })
    issuer.claims = (right) => ({ ...right, roles: many })
    const browser = here.browser()
    const back = await browser.get(issuer.agree(await beginSignIn(browser)))
    expect(back.headers.get('location')).toMatch(/failed=SIGN_IN_TOO_LARGE/)
    // Roles that stand for nothing are not kept, and the token alone is left out where it is too long.
    here = await signInTest(store, issuer.url)
    issuer.claims = (right) => ({ ...right, roles: [...many, 'readers'] })
    const other = here.browser()
    await landed(other, await other.get(issuer.agree(await beginSignIn(other))))
    expect((await other.get('/')).text).toContain('Signed in as Mori')
    const out = await other.send('/sign-out', {})
    expect(
      new URL(out.headers.get('refresh')!.slice('0; url='.length)).searchParams.has('id_token_hint'),
    ).toBe(false)
  })
})

describe('the rights of a person', () => {
  test.each<[string, JWTPayload]>([
    ['one role', { roles: ['security'] }],
    ['several, one of them unknown', { roles: ['readers', 'nobody', 'managers'] }],
    ['a text with spaces', { roles: 'readers security' }],
    ['values that are no texts', { roles: [1, null, ['readers'], 'security'] }],
    ['none that stands for anything', { roles: ['nobody'] }],
    ['no claim', {}],
  ])('are those of a bearer token with the same claims: %s', async (_, claims) => {
    const bearer = await startIssuer()
    const config = { issuer: bearer.url, rolesClaim: 'roles', nameClaim: 'name', grants }
    const tokens = createTokens(
      { ...config, audience: 'kanmon', jwksUrl: null, clockTolerance: 30 },
      { now: Date.now, onUnavailable: (error) => expect(error).toBeNull() },
    )
    const exp = Math.floor(Date.now() / 1000) + 60
    const all = { iss: bearer.url, aud: 'kanmon', sub: 'u-1', name: 'Mori', exp, ...claims }
    const byToken = await tokens.check(await bearer.sign(all))
    expect(byToken).toMatchObject({ ok: true })
    const person = personOf(all, config)!
    expect(tokens.admit(person)).toEqual(byToken)
    expect({ ok: true, principal: principalOf(person, config) }).toEqual(byToken)
  })

  test('are what the pages offer and the API grants; acts are recorded under the name of the claims', async () => {
    const ciso = await signedIn({ roles: ['security'], name: 'C. Iso', sub: 'u-7' })
    const page = await ciso.get('/orders')
    expect(page.text).toContain('id="place-hold"')
    expect(page.text).not.toContain('value="CQO"')
    const placed = await ciso.send('/orders/holds', { office: 'CISO', scope: 'all', reason: 'a breach' })
    expect(placed.headers.get('location')).toContain('done=hold-placed')
    const { body } = await here.api.call('GET', '/v1/holds')
    expect(body).toMatchObject({ holds: [{ office: 'CISO', placedBy: 'C. Iso', reason: 'a breach' }] })
    const reader = await signedIn({ roles: ['readers'] })
    await reader.get('/orders')
    const refused = await reader.send('/orders/holds', { office: 'CISO', scope: 'all', reason: 'x' })
    expect(refused.status).toBe(403)
    const { body: trail } = await here.api.call('GET', '/v1/audit?limit=50')
    const acts = (trail as { entries: { route: string }[] }).entries.filter(
      ({ route }) => route === '/v1/holds',
    )
    const by = (subject: string) => ({ principalId: `token:${issuer.url}#${subject}` })
    expect(acts).toContainEqual(expect.objectContaining({ ...by('u-7'), outcome: 'done' }))
    expect(acts).toContainEqual(
      expect.objectContaining({ ...by('u-1'), outcome: 'refused', code: 'FORBIDDEN' }),
    )
  })

  test('nobody claims to be signed in by sending what only this process sets', async () => {
    const person = JSON.stringify({ issuer: issuer.url, subject: 'x', name: 'x', roles: ['readers'] })
    const headers = { person, 'x-person': person, cookie: `person=${encodeURIComponent(person)}` }
    const answer = await here.fetch(new Request(`${ORIGIN}/v1/portfolio?person=${person}`, { headers }))
    expect(answer.status).toBe(401)
  })
})
