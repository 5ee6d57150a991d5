import { expect, test } from 'vitest'
import { translators } from '../../api/render/translate.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import { asEvent, openTestApi } from '../helpers/api.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { declaration, fact, noon, plan, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { shippingProject } from '../helpers/shipping-project.ts'

const api = await openTestApi()
const dashboard = createDashboard({
  ask: (request) => api.app.fetch(request),
  translators: translators(),
  now: () => api.clock.now,
})

async function page(path: string, language = 'en') {
  const response = await dashboard.request(path, { headers: { 'accept-language': language } })
  return { status: response.status, html: await response.text() }
}

const of = (project: string, facts: ReturnType<typeof shippingFacts>) =>
  facts.map((known) => asEvent({ ...known, project }))

/** The part of a page under one heading. */
const section = (html: string, name: string) =>
  new RegExp(`<section class="subject of-${name}">[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

const SECTIONS =
  'verdict conditions earned-value pb zones control reliability defects warnings evidence waivers holds history'.split(
    ' ',
  )
/** What an answer of NaN, undefined or an object would look like on a page. */
const NONSENSE = /\bNaN\b|\bundefined\b|\[object |Infinity|>null</

await api.send(of('whole', shippingProject(shippedPolicies().get('standard')!, 'release')))

test('the page of a project shows every section, in order, in both languages', async () => {
  for (const language of ['en', 'ja']) {
    const { status, html } = await page('/projects/whole', language)
    expect(status).toBe(200)
    const at = SECTIONS.map((name) => html.indexOf(`<section class="subject of-${name}">`))
    expect(at.every((position) => position > 0)).toBe(true)
    expect(at).toEqual([...at].sort((a, b) => a - b))
    expect(html).not.toMatch(NONSENSE)
    expect(html).not.toContain(language === 'en' ? 'cannot be shown' : '表示できません')
    // One drawing for the S-curve, the PB curve, four control charts and reliability growth.
    for (const id of ['s-curve', 'pb', 'control-u', 'control-c', 'control-ewma', 'control-cusum', 'growth'])
      expect(html).toContain(`${id}-c0`)
  }
})

test('the figures are those of the API', async () => {
  const { html } = await page('/projects/whole')
  const { body: evm } = await api.get('/v1/projects/whole/evm')
  const { pv, ac, cpi } = evm as { pv: number; ac: number; cpi: number }
  const shown = section(html, 'earned-value')
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })
  for (const value of [pv, ac, cpi]) expect(shown).toContain(`<strong>${number.format(value)}</strong>`)
  const { body: verdict } = await api.get('/v1/projects/whole/readiness')
  const { recommendation, conditions } = verdict as {
    recommendation: string
    conditions: { title: string; state: string }[]
  }
  expect(section(html, 'verdict')).toContain(recommendation)
  for (const { title } of conditions) expect(section(html, 'conditions')).toContain(title)
  const passes = section(html, 'conditions').split('</span>pass</span>').length - 1
  expect(passes).toBe(conditions.filter(({ state }) => state === 'PASS').length)
})

test('a chart says its figures as a table, names its lines, and keeps its room', async () => {
  const { html } = await page('/projects/whole')
  const pb = section(html, 'pb')
  expect(pb).toMatch(/<svg width="\d+" height="\d+"[^>]* viewBox=/)
  expect(pb).toContain('role="img" aria-label="PB curve')
  expect(pb).toContain('<th scope="col" class="number">Defects found</th>')
  expect(pb).toContain('<th scope="row">2026-11-20</th>')
  // No styles of their own: the page's rules and its content security policy stay whole.
  expect(pb).not.toMatch(/ style="|<style/)
  // What a drawing names within itself is named once on the page.
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('headings go down one level at a time', async () => {
  const { html } = await page('/projects/whole')
  const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level))
  expect(levels[0]).toBe(1)
  expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1)).toEqual([])
  expect(levels.filter((level) => level === 1)).toHaveLength(1)
})

test('each gate has its own verdict; one that is not there leaves the rest of the page', async () => {
  expect(section((await page('/projects/whole?gate=st')).html, 'verdict')).toContain('Gate: st')
  const { status, html } = await page('/projects/whole?gate=nowhere')
  expect(status).toBe(200)
  expect(section(html, 'verdict')).toContain('The project has no such gate.')
  expect(section(html, 'earned-value')).toContain('s-curve-c0')
})

test('an unknown project is not found, and the page says so', async () => {
  const { status, html } = await page('/projects/nobody-knows-it')
  expect(status).toBe(404)
  expect(html).toContain('PROJECT_NOT_FOUND')
  expect((await page('/projects/%3Cscript%3E')).status).toBe(400)
  expect((await page('/projects/%3Cscript%3Ealert(1)')).html).not.toContain('<script>alert')
})

test('a project that nobody declared is held, with what is known about it', async () => {
  const cost = { booking: 'b9', workPackage: 'w1', date: TODAY, amount: 5 }
  await api.send(of('loose', [fact('cost.booked', cost)]))
  const { status, html } = await page('/projects/loose')
  expect(status).toBe(200)
  expect(section(html, 'verdict')).toContain('HOLD')
  expect(html).toContain('Nobody has declared this project')
  expect(html).toContain('<code>cost.booked</code>: 1')
  expect(html).not.toMatch(NONSENSE)
})

test('a project without data says why each part is empty', async () => {
  await api.send(of('bare', [fact('project.declared', declaration)]))
  const { html } = await page('/projects/bare')
  expect(section(html, 'verdict')).toContain('HOLD')
  expect(section(html, 'earned-value')).toContain('no plan is baselined.')
  expect(section(html, 'pb')).toContain('no tests were reported.')
  expect(section(html, 'reliability')).toContain('no defect was found; nothing can be estimated.')
  expect(section(html, 'defects')).toContain('no defect was ever reported')
  expect(section(html, 'conditions')).toContain('no data')
  expect(html).not.toMatch(NONSENSE)
})

test('one data point is drawn as a point', async () => {
  const tests = { phase: 'st', asOf: TODAY, planned: 10, executed: 5, passed: 5, failed: 0 }
  await api.send(
    of('single', [
      fact('project.declared', declaration, { occurredAt: noon('2026-10-01') }),
      fact('plan.baselined', plan, { occurredAt: noon('2026-10-01') }),
      fact('tests.reported', tests),
    ]),
  )
  const { html } = await page('/projects/single')
  expect(section(html, 'pb')).toMatch(/ecmeta_series_index="1" ecmeta_data_index="0"/)
  expect(html).not.toMatch(NONSENSE)
})

const LONG = '出荷判定の対象となる住民サービス基盤'.repeat(12).slice(0, 200)
const SCRIPT = '</script><script>alert("x")</script>'

test('long names and markup in every text are shown as they were written', async () => {
  const hostile = SCRIPT.slice(0, 60)
  const [declared] = [
    fact('project.declared', {
      ...declaration,
      name: LONG,
      organization: hostile,
      division: hostile,
      release: { id: hostile, plannedShipDate: '2026-11-27' },
      phases: [
        { id: LONG, kind: 'coding', plannedStart: '2026-10-01', plannedFinish: '2026-10-30' },
        { id: hostile, kind: 'system-test', plannedStart: '2026-11-02', plannedFinish: '2026-11-20' },
      ],
      components: [{ id: hostile, name: hostile }],
      expects: [],
    }),
  ]
  const evidence = {
    gate: 'release',
    item: 'independent-test',
    result: 'passed',
    verifier: { name: hostile, organization: hostile },
    statement: hostile,
    uri: 'javascript:alert(1)',
    verifiedAt: '2026-11-20T10:00:00+09:00',
  }
  await api.send(
    of('hostile', [
      declared!,
      fact('plan.baselined', {
        ...plan,
        reason: hostile,
        workPackages: plan.workPackages.map((work, index) => ({
          ...work,
          phase: index === 0 ? LONG : hostile,
        })),
      }),
      fact('tests.reported', { phase: hostile, asOf: TODAY, planned: 10, executed: 5, passed: 5, failed: 0 }),
      fact('size.measured', {
        component: hostile,
        asOf: TODAY,
        ksloc: { total: 1 },
        counter: { name: hostile },
      }),
      fact('defect.reported', {
        defect: hostile,
        severity: 'critical',
        status: 'open',
        phaseFound: hostile,
        component: hostile,
        detectedAt: '2026-11-09T10:00:00+09:00',
      }),
      fact('evidence.recorded', evidence),
    ]),
  )
  await api.post('/v1/holds', {
    hold: hostile,
    office: 'CQO',
    scope: { project: 'hostile' },
    reason: hostile,
    placedBy: hostile,
  })
  const { status, html } = await page('/projects/hostile')
  expect(status).toBe(200)
  expect(html).toContain(`<h1>${LONG}</h1>`)
  expect(html).not.toContain('<script>alert')
  expect(html).not.toContain('href="javascript:')
  expect(section(html, 'holds')).toContain('&lt;/script&gt;&lt;script&gt;alert(&quot;x&quot;)')
  expect(section(html, 'zones')).toContain('&lt;script&gt;')
})

test('as of a moment before the first fact the page says that nothing was known', async () => {
  for (const query of ['asOf=2020-01-01', 'date=2020-01-01&clock=asOf', 'at=2020-01-01']) {
    const { status, html } = await page(`/projects/whole?${query}`)
    expect(status).toBe(200)
    expect(section(html, 'verdict')).toContain('HOLD')
    expect(html).toContain('not declared by this moment')
    expect(html).toContain('Back to now')
    expect(html).not.toMatch(NONSENSE)
  }
})

test('every question carries the moment of the page', async () => {
  const asked: string[] = []
  const watched = createDashboard({
    ask: (request) => {
      asked.push(request.url)
      return api.app.fetch(request)
    },
    translators: translators(),
    now: () => api.clock.now,
  })
  const response = await watched.request('/projects/whole?at=2026-11-12')
  const html = await response.text()
  const timeless = /\/v1\/(?:holds|waivers|projects\/whole\/verdicts)|\/v1\/projects\/whole\?lang=/
  const timed = asked.filter((url) => !timeless.test(url))
  expect(timed.length).toBeGreaterThanOrEqual(13)
  expect(timed.filter((url) => !url.includes('at=2026-11-12'))).toEqual([])
  // Tests are reported every working day of the system test.
  expect(section(html, 'pb')).toContain('<th scope="row">2026-11-12</th>')
  expect(section(html, 'pb')).not.toContain('<th scope="row">2026-11-13</th>')
  expect(html).toContain('what had happened by 2026-11-12 23:59')
})

test('a date that is none, or not here yet, is refused in words', async () => {
  for (const date of ['tomorrow', '2999-01-01']) {
    const { status, html } = await page(`/projects/whole?asOf=${date}`)
    expect(status).toBe(400)
    expect(html).toContain('Back to now')
  }
})

test('the verdicts so far tell what changed, and a hold bites', async () => {
  const before = await page('/projects/whole')
  expect(section(before.html, 'history')).toContain('The first verdict at this gate.')
  await api.post('/v1/holds', {
    hold: 'h1',
    office: 'CISO',
    scope: { project: 'whole' },
    reason: 'inquiry',
    placedBy: 'M',
  })
  api.clock.now += 60_000
  const { html } = await page('/projects/whole')
  expect(section(html, 'verdict')).toContain('inquiry')
  expect(section(html, 'holds')).toContain('in force')
  expect(section(html, 'history')).toContain('CISO placed the hold h1')
  const then = await page(`/projects/whole?asOf=${new Date(api.clock.now - 90_000).toISOString()}`)
  expect(section(then.html, 'holds')).toContain('There is no hold')
})

test('a part that cannot be answered leaves the others', async () => {
  const lame = createDashboard({
    ask: (request) =>
      request.url.includes('/reliability')
        ? Response.json(
            {
              type: 'about:blank',
              title: 'x',
              status: 503,
              detail: 'the store is away',
              code: 'STORE_UNAVAILABLE',
            },
            { status: 503 },
          )
        : api.app.fetch(request),
    translators: translators(),
    now: () => api.clock.now,
  })
  const html = await (await lame.request('/projects/whole')).text()
  expect(section(html, 'reliability')).toContain('The store does not answer.')
  expect(section(html, 'pb')).toContain('pb-c0')
})
