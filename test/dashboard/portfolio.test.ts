import { beforeAll, expect, test } from 'vitest'
import { portfolio } from '../../schemas/answers.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { browse, servedTogether } from '../helpers/dashboard.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'

const LONG = `<script>alert(1)</script>${'関門'.repeat(87)}`
let api: TestApi
const get = async (path: string, language = 'en') =>
  browse(
    servedTogether(api.app, () => api.clock.now),
    language,
  ).get(path)
const ids = ({ text }: { text: string }) =>
  [...text.matchAll(/<th scope="row"[^>]*><a href="\/projects\/([^"]+)"/g)].map(([, id]) => id!)

beforeAll(async () => {
  api = await openTestApi()
  const declare = (project: string, more: object) =>
    fact('project.declared', { ...declaration, ...more }, { project, occurredAt: noon('2026-10-01') })
  const shipping = shippingFacts().map((each) => ({ ...each, project: 'ships' }))
  await api.send(
    [
      ...shipping,
      declare('long', { name: LONG, division: '資材' }),
      declare('full-width', { name: 'ＰＯＲＴＡＬ 住民', division: '<i>&' }),
      fact(
        'cost.booked',
        { booking: 'b', workPackage: 'w', date: '2026-11-01', amount: 1 },
        { project: 'stray' },
      ),
    ].map(asEvent),
  )
})

test('the board tells verdict, reason, ship date and age of the data of every project', async () => {
  const page = await get('/')
  expect(page.status).toBe(200)
  expect(ids(page)).toEqual(['full-width', 'long', 'stray', 'ships'])
  expect(page.text).toContain('1 project may ship')
  expect(page.text).toContain('3 projects are held')
  expect(page.text).toContain('in 7 days')
  expect(page.text).toContain('The project was never declared')
  expect(page.text).toContain('first verdict')
  expect(page.text).not.toContain('<script>alert')
  expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;関門')
})

test.each([
  ['q=portal', ['full-width']],
  ['q=%E4%BD%8F%E6%B0%91+PORTAL', ['full-width']],
  ['q=SHIP', ['ships']],
  ['q=nobody', []],
  ['recommendation=SHIP', ['ships']],
  ['division=%E8%B3%87%E6%9D%90', ['long']],
  ['profile=standard&recommendation=HOLD', ['full-width', 'long']],
  ['by=score+desc', ['ships', 'full-width', 'long', 'stray']],
  ['by=name+asc&sort=&order=', ['long', 'ships', 'full-width', 'stray']],
  // Fields that were sent empty, as a form without a script sends them, ask for nothing.
  ['q=&division=&profile=&recommendation=&kind=&by=name+desc', ['full-width', 'ships', 'long', 'stray']],
])('%s shows %j', async (query, expected) => {
  const sorted = (list: string[]) => (query.includes('by=') ? list : [...list].sort())
  expect(sorted(ids(await get(`/?${query}`)))).toEqual(sorted(expected))
})

test('projects are found by the kind of their reasons', async () => {
  const answer = await api.read('/v1/portfolio?kind=DATA', portfolio)
  expect(answer.items.length).toBeGreaterThan(0)
  for (const { reasons } of answer.items) expect(reasons.some(({ kind }) => kind === 'DATA')).toBe(true)
  const all = await api.read('/v1/portfolio', portfolio)
  const ofKind = all.items.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'DATA'))
  expect(all.facets.kind.find(({ value }) => value === 'DATA')?.count).toBe(ofKind.length)
  expect(answer.items).toHaveLength(ofKind.length)
  // What can be chosen does not depend on what is chosen.
  expect(answer.facets).toEqual(all.facets)
  expect(all.facets.division).toContainEqual({ value: '<i>&', count: 1 })
})

test('what was chosen stays chosen, with its text escaped', async () => {
  const { text } = await get(`/?${new URLSearchParams({ q: '"><script>', division: '<i>&' }).toString()}`)
  expect(text).toContain('value="&quot;&gt;&lt;script&gt;"')
  expect(text).toContain('<option value="&lt;i&gt;&amp;" selected')
  expect(text).toContain('No project matches what you asked for.')
})

test.each(['recommendation=x', 'page=0', 'sort=nothing', 'kind=x', 'by=x+y'])(
  '%s is no question: the page says so and keeps the status of the API',
  async (query) => {
    const { status, text } = await get(`/?${query}`)
    expect(status).toBe(400)
    expect(text).toContain('INVALID_REQUEST')
  },
)

test('pages lead on and back, and keep what was asked', async () => {
  const { text } = await get('/?page=9&q=x')
  expect(text).toContain('No project matches')
  expect(text).toMatch(/<a href="\/\?q=x"[^>]*>Previous/)
})

test('the trend says in words what changed since the verdict before', async () => {
  api.clock.now += 1000
  await api.send([
    asEvent(
      fact(
        'tests.reported',
        { phase: 'st', asOf: '2026-11-20', planned: 200, executed: 200, passed: 150, failed: 50 },
        { project: 'ships', occurredAt: api.clock.now - 1, id: 'worse' },
      ),
    ),
  ])
  const { items } = await api.read('/v1/portfolio?q=ships', portfolio)
  expect(items).toMatchObject([
    { recommendation: 'HOLD', previous: { recommendation: 'SHIP', score: 100 }, changedOn: '2026-11-20' },
  ])
  expect((await get('/?q=ships')).text).toContain('now HOLD, was SHIP')
  expect((await get('/?q=ships', 'ja')).text).toContain('出荷保留に変わりました')
})
