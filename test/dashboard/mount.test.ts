import { beforeAll, expect, test } from 'vitest'
import { translators } from '../../api/render/translate.ts'
import { besideApi } from '../../dashboard/beside-api.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import { openSite } from '../../dashboard/site.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { browse, ORIGIN, servedTogether } from '../helpers/dashboard.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
const browseApi = () => browse(servedTogether(api.app, () => api.clock.now))

test('paths of the API go to the API, everything else to the pages', async () => {
  const fetch = besideApi(
    () => new Response('api'),
    () => new Response('pages'),
  )
  const answerOf = async (path: string) => (await fetch(new Request(`${ORIGIN}${path}`))).text()
  const api = [
    '/v1',
    '/v1/portfolio?x=/',
    '/healthz',
    '/readyz',
    '/metrics',
    '/docs',
    '/docs/a',
    '/openapi.json',
  ]
  for (const path of api) expect(await answerOf(path), path).toBe('api')
  const pages = [
    '/',
    '/?x=/v1/',
    '/v1x',
    '/healthzz',
    '/orders',
    '/assets/style.css',
    '//v1/events',
    '/projects/v1',
  ]
  for (const path of pages) expect(await answerOf(path), path).toBe('pages')
})

test('an unknown page is an HTML 404, an unknown API path a problem', async () => {
  const browser = browseApi()
  const page = await browser.get('/nothing/here')
  expect(page.status).toBe(404)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.text).toContain('There is no such page')
  const api = await browser.get('/v1/nothing')
  expect(api.status).toBe(404)
  expect(api.headers.get('content-type')).toBe('application/problem+json')
})

test('every page says what may run in it and who may frame it', async () => {
  const browser = browseApi()
  for (const path of ['/', '/nothing', '/sign-in', '/orders', '/assets/page.js']) {
    const { headers } = await browser.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, path).toContain("script-src 'self';")
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).toContain("form-action 'self'")
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    // Under no-referrer a browser would not say where a form comes from.
    expect(headers.get('referrer-policy'), path).toBe('same-origin')
  }
})

test('an asset may be kept as long as its address has its version', async () => {
  const browser = browseApi()
  const { text } = await browser.get('/')
  const address = /\/assets\/style\.css\?v=\w+/.exec(text)![0]
  expect((await browser.get(address)).headers.get('cache-control')).toContain('immutable')
  expect((await browser.get('/assets/style.css?v=old')).headers.get('cache-control')).toBe('no-cache')
  expect((await browser.get('/assets/..%2fstyle.css')).status).toBe(404)
})

test('pages are in the language asked for, and it is remembered', async () => {
  const browser = browseApi()
  expect((await browser.get('/')).text).toContain('<html lang="en">')
  expect((await browser.get('/?lang=ja')).text).toContain('<html lang="ja">')
  expect((await browser.get('/')).text).toContain('<html lang="ja">')
})

test('what nobody foresaw is logged and shown as an error page without its details', async () => {
  const logged: unknown[] = []
  const pages = createDashboard(
    { ask: () => new Response('{"secret":1}'), translators: translators(), now: () => api.clock.now },
    openSite({ logger: { error: (fields: unknown) => void logged.push(fields) } }),
  )
  const response = await pages.request('/')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(logged).toMatchObject([{ event: 'page.failed', path: '/' }])
})
