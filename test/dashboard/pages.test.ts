import { beforeAll, describe, expect, test } from 'vitest'
import { translators } from '../../api/render/translate.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import { visibleText } from '../../dashboard/pages/quarantine/visible-text.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { aCondition, aPolicy, upload } from '../helpers/policies.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'

const EVIL = '<script>alert("x")</script>'
const LONG = '基幹業務刷新計画'.repeat(25)
let api: TestApi
let pages: ReturnType<typeof createDashboard>

async function show(path: string, language = 'en') {
  const response = await pages.request(path, { headers: { 'accept-language': language } })
  return { status: response.status, text: await response.text() }
}
const firstEntry = async () => {
  const { body } = await api.get('/v1/quarantine')
  return (body as { entries: { entry: string }[] }).entries[0]?.entry ?? ''
}

beforeAll(async () => {
  api = await openTestApi()
  pages = createDashboard({
    ask: (request) => api.app.fetch(request),
    translators: translators(),
    now: () => api.clock.now,
  })
  const names = { name: LONG, division: `${EVIL} 部門` }
  const declared = fact('project.declared', { ...declaration, ...names }, { occurredAt: noon('2026-10-01') })
  const rest = shippingFacts().filter(({ kind }) => kind !== 'project.declared')
  await api.send([declared, ...rest].map(asEvent))
  const bad = { ...asEvent(declared), id: EVIL, data: { name: EVIL } }
  expect((await api.post('/v1/events', [bad])).status).toBe(200)
  const hold = { hold: EVIL, office: 'QA', scope: { project: 'p' }, reason: EVIL, placedBy: LONG }
  expect((await api.post('/v1/holds', hold)).status).toBe(201)
  expect((await upload(api, aPolicy())).status).toBe(201)
  const next = aPolicy({ version: 2, effectiveFrom: '2026-12-01', owner: EVIL }, [
    aCondition('critical', { title: { en: EVIL, ja: LONG } }),
    aCondition('minor', { indicator: 'defects.open-minor' }),
  ])
  expect((await upload(api, next)).status).toBe(201)
  api.clock.now += 1000
})

const paths = ['/quarantine', '/policies', '/policies/payment?version=2', '/baselines', '/committee']

describe.each(paths)('%s', (path) => {
  test('is said in both languages, with nothing that could run', async () => {
    const [english, japanese] = [await show(path, 'en'), await show(path, 'ja')]
    expect([english.status, japanese.status]).toEqual([200, 200])
    expect(english.text).toContain('<html lang="en">')
    expect(japanese.text).toContain('<html lang="ja">')
    for (const { text } of [english, japanese]) {
      expect(text).not.toContain('<script>alert')
      expect(text).not.toMatch(/undefined|NaN|\[object/)
      expect(text).not.toMatch(/(?:committee|policyPage|quarantinePage|baselinePage)\.\w/)
    }
  })

  test('has one h1, headings in order and headers in every table', async () => {
    const { text } = await show(path)
    const levels = [...text.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
    const tables = text.split('<table').slice(1)
    expect(tables.every((table) => table.includes('scope="col"'))).toBe(true)
  })
})

test('the icon is there, under the name that is linked and the one that is guessed', async () => {
  const { text } = await show('/policies')
  const icon = /<link rel="icon" href="([^"]+)" type="image\/svg\+xml"/.exec(text)![1]!
  for (const path of [icon, '/favicon.ico']) {
    const response = await pages.request(path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  }
})

describe('quarantine', () => {
  test('an entry shows what was sent as text, and asks for the token with its form', async () => {
    const { text } = await show(`/quarantine/${await firstEntry()}`)
    expect(text).toContain('&lt;script&gt;alert(')
    expect(text).toContain('kanmon quarantine replay')
    expect(text).toMatch(/<form method="post"[^>]*><input type="hidden"/)
  })

  test('filters go to the API, and one that it refuses is told', async () => {
    expect((await show('/quarantine?code=TOO_DEEP')).text).toContain('Nothing was refused that matches')
    const wrong = await show('/quarantine?code=NONSENSE')
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('INVALID_REQUEST')
    const japanese = await show('/quarantine?code=NONSENSE', 'ja')
    expect(japanese.text).toContain('指定の形式が正しくありません。')
  })

  test('why an event was refused is said in the language of the page', async () => {
    const japanese = await show('/quarantine', 'ja')
    expect(japanese.text).toContain('必須の項目がありません')
    expect(japanese.text).toMatch(/<span lang="en">data\.\w+ is missing<\/span>/)
  })

  test('an entry that is not there is a 404', async () => {
    expect((await show('/quarantine/nothing')).status).toBe(404)
  })

  test('a form without the token is refused and changes nothing', async () => {
    const response = await pages.request(`/quarantine/${await firstEntry()}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': '9',
        origin: 'http://localhost',
      },
      body: 'do=replay',
    })
    expect(response.status).toBe(403)
  })

  test('nothing hides in what is shown', () => {
    expect(visibleText('a\u202eb\u0000c\u200b\ufeff\td\ne')).toBe('a\\u202eb\\u0000c\\u200b\\ufeff\td\ne')
    expect(visibleText('関門 = é')).toBe('関門 = é')
  })
})

describe('policies', () => {
  test('a version with its conditions, its limits and what it changes', async () => {
    const { text } = await show('/policies/payment?version=2')
    expect(text).toContain('version 2')
    expect(text).toContain('at most 0')
    expect(text).toContain('From version 1 to version 2')
    expect(text).toContain('1 tighter, 0 looser')
    expect(text).toContain('What version 2 will change from 2026-12-01 on')
  })

  test('versions that do not exist are not compared, and unknown policies are a 404', async () => {
    expect((await show('/policies/payment?from=7&to=x')).status).toBe(200)
    expect((await show('/policies/payment?version=9')).status).toBe(404)
    expect((await show('/policies/nobody')).status).toBe(404)
  })
})

describe('baselines', () => {
  test('published ones are named as external with their source, own ones say why there are none', async () => {
    const { text } = await show('/baselines')
    expect(text).toContain('Published (external)')
    expect(text).toContain('IPA')
    expect(text).toContain('No project has been shipped')
  })

  test('a date in the future is refused in words', async () => {
    expect((await show('/baselines?asOf=2030-01-01')).status).toBe(400)
  })
})

describe('the committee', () => {
  test('names and reasons of people stand as they were written', async () => {
    const { text } = await show('/committee?month=2026-11')
    expect(text).toContain(LONG)
    expect(text).toContain('&lt;script&gt;')
    expect(text).toContain('The month is not over')
  })

  test('charts are drawn, each with its figures as a table', async () => {
    const { text } = await show('/committee?month=2026-11', 'ja')
    // What a drawing names within itself: the hatching of bars, the frame of lines.
    for (const id of ['committee-divisions-p0', 'committee-verdicts-p0', 'committee-rates-c0'])
      expect(text.includes(`id="${id}"`), id).toBe(true)
    const months = /<table[^>]*--column-1:[^>]*対象月[\s\S]*?<\/table>/.exec(text)![0]
    expect([...months.matchAll(/<th scope="row">([^<]+)</g)].map(([, month]) => month)).toEqual([
      '2026-06',
      '2026-07',
      '2026-08',
      '2026-09',
      '2026-10',
      '2026-11',
    ])
  })

  test('a month before the first fact says that there was nothing', async () => {
    const { text, status } = await show('/committee?month=2020-01')
    expect(status).toBe(200)
    expect(text).toContain('No project was under way')
    expect(text).toContain('does not change any more')
    expect(text).toContain('?month=2019-12')
  })

  test.each(['x', '2026-13', '2027-01'])('month=%s is refused in words', async (month) => {
    const { status, text } = await show(`/committee?month=${month}`, 'ja')
    expect(status).toBe(400)
    expect(text).toContain('年月ではないか、まだ始まっていない月です。')
  })
})
