import { beforeAll, expect, test } from 'vitest'
import type { Store } from '../../store/store.ts'
import { createSessionSeal } from '../../dashboard/session/sealed-session.ts'
import { nextPage } from '../../dashboard/session/next-page.ts'
import { guardedApi } from '../helpers/access.ts'
import { browse, ORIGIN, servedTogether } from '../helpers/dashboard.ts'
import { openTestStore } from '../helpers/store.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})

async function guarded(limits = { requests: 0, deliveries: 0, failures: 1000 }) {
  const api = await guardedApi(store, { limits })
  const fetch = servedTogether(api.app, () => api.clock.now, { isAccessControlled: true })
  return { api, fetch, browser: browse(fetch) }
}

test('strangers are asked to sign in and come back to where they wanted to go', async () => {
  const { browser, api } = await guarded()
  const asked = await browser.get('/orders?project=alpha')
  expect(asked.status).toBe(302)
  expect(asked.headers.get('location')).toBe('/sign-in?next=%2Forders%3Fproject%3Dalpha')
  const form = await browser.follow(asked)
  expect(form.status).toBe(200)
  expect(form.text).toContain('name="next" value="/orders?project=alpha"')

  const { key } = await api.key([{ role: 'viewer', projects: 'all' }], '森 <b>')
  const sent = await browser.send('/sign-in', { key, next: '/' })
  expect(sent.status).toBe(303)
  const back = await browser.follow(sent)
  expect(back.headers.get('location')).toBe('/')
  const page = await browser.follow(back)
  expect(page.status).toBe(200)
  expect(page.text).toContain('Signed in as 森 &lt;b&gt;')
  expect([...browser.cookies.values()].join(' ')).not.toContain(key)
})

test.each([
  ['a wrong key', 'kanmon_0123456789abcdef_wrong', 401, 'This key is not valid'],
  ['what is no key', 'a b', 400, 'one word of 16'],
  ['nothing', '', 400, 'one word of 16'],
  ['another script', '鍵'.repeat(20), 400, 'one word of 16'],
])('%s is refused beside the field, and opens nothing', async (_name, key, status, message) => {
  const { browser } = await guarded()
  await browser.get('/sign-in')
  const answer = await browser.send('/sign-in', { key, next: '/' })
  expect(answer.status).toBe(status)
  expect(answer.text).toContain(message)
  expect(answer.text).toContain('aria-invalid="true"')
  expect((await browser.get('/')).status).toBe(302)
})

test('guessing keys ends at the limit of failed attempts', async () => {
  const { browser } = await guarded({ requests: 0, deliveries: 0, failures: 3 })
  await browser.get('/sign-in')
  const statuses = []
  for (let i = 0; i < 5; i++) {
    const { status } = await browser.send('/sign-in', { key: `kanmon_0123456789abcdef_wrong${i}` })
    statuses.push(status)
  }
  expect(statuses).toContain(429)
  expect(statuses.slice(0, 3)).toEqual([401, 401, 401])
})

test('a revoked key signs its session out, and signing out forgets it', async () => {
  const { browser, api } = await guarded()
  const made = await api.key([{ role: 'viewer', projects: 'all' }], 'Mori')
  await browser.get('/sign-in')
  await browser.send('/sign-in', { key: made.key })
  expect((await browser.get('/')).status).toBe(200)
  await api.call('DELETE', `/v1/keys/${made.id}`)
  expect((await browser.get('/')).headers.get('location')).toBe('/sign-in')

  const other = await api.key([{ role: 'viewer', projects: 'all' }], 'Sato')
  await browser.get('/sign-in')
  await browser.send('/sign-in', { key: other.key })
  expect((await browser.get('/')).status).toBe(200)
  expect((await browser.send('/sign-out', {})).headers.get('location')).toBe('/sign-in')
  expect((await browser.get('/')).status).toBe(302)
})

test('the session cookie is closed to scripts and other sites, and needs TLS but on this machine', async () => {
  const { api, fetch } = await guarded()
  const { key } = await api.key([{ role: 'viewer', projects: 'all' }], 'Mori')
  const signIn = async (origin: string) => {
    const page = await fetch(new Request(`${origin}/sign-in`))
    const visitor = page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ')
    const token = /name="token" value="([^"]+)"/.exec(await page.text())![1]!
    const body = new URLSearchParams({ token, key }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
      cookie: visitor,
      // TLS ends before the server, which sees http.
      origin: origin.replace('http:', 'https:'),
    }
    const answer = await fetch(new Request(`${origin}/sign-in`, { method: 'POST', headers, body }))
    return answer.headers.getSetCookie().find((line) => line.includes('kanmon-session'))!
  }
  const here = await signIn(ORIGIN)
  expect(here).toMatch(/^kanmon-session=/)
  expect(here).not.toMatch(/secure/i)
  const there = await signIn('http://kanmon.example.org')
  expect(there).toMatch(/^__Host-kanmon-session=/)
  expect(there).toMatch(/; Secure/)
  for (const cookie of [here, there]) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)
})

test('a browser that does not keep the session is told so', async () => {
  const { browser, api } = await guarded()
  const { key } = await api.key([{ role: 'viewer', projects: 'all' }], 'Mori')
  await browser.get('/sign-in')
  const sent = await browser.send('/sign-in', { key })
  browser.cookies.delete('kanmon-session')
  const again = await browser.follow(sent)
  expect(again.status).toBe(200)
  expect(again.text).toContain('the browser did not keep the session')
})

test.each([
  ['/orders?a=b', '/orders?a=b'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/\t/evil.example/', '/'],
  ['/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-out', '/'],
  ['', '/'],
  [null, '/'],
])('after signing in %j leads to %j and to no other host', (asked, expected) => {
  expect(nextPage(asked)).toBe(expected)
})

test('a session is taken by who has its secret, unchanged and in time', async () => {
  const clock = { now: Date.parse('2026-11-20T00:00:00Z') }
  const secret = new Uint8Array(32).fill(7)
  const seal = createSessionSeal(secret, 3600, () => clock.now)
  const content = { id: 'i', credential: 'kanmon_x', name: '森' }
  const text = await seal.seal(content)
  expect(await seal.open(text)).toEqual(content)
  expect(text).not.toContain('kanmon_x')
  const other = createSessionSeal(new Uint8Array(32).fill(8), 3600, () => clock.now)
  expect(await other.open(text)).toBeNull()
  const parts = text.split('.')
  parts[3] = `${parts[3]!.startsWith('A') ? 'B' : 'A'}${parts[3]!.slice(1)}`
  expect(await seal.open(parts.join('.'))).toBeNull()
  expect(await seal.open('nothing')).toBeNull()
  clock.now += 3_599_000
  expect(await seal.open(text)).toEqual(content)
  clock.now += 2000
  expect(await seal.open(text)).toBeNull()
})
