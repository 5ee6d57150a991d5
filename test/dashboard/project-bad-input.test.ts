import { expect, test, vi } from 'vitest'
import { shippedPolicies } from '../helpers/assessing.ts'
import { declaration, fact, noon, plan, TODAY } from '../helpers/project-facts.ts'
import { shippingProject } from '../helpers/shipping-project.ts'
import { eventsOf, NONSENSE, openPages, section } from './project-pages.ts'

// A page asks a dozen questions, each answered from the store.
vi.setConfig({ testTimeout: 120_000 })

const { api, page } = await openPages()
await api.send(eventsOf('whole', shippingProject(shippedPolicies().get('standard')!, 'release')))

test('an unknown project is not found, and the page says so', async () => {
  const { status, html } = await page('/projects/nobody-knows-it')
  expect(status).toBe(404)
  expect(html).toContain('PROJECT_NOT_FOUND')
  expect(html).toContain('Nothing is known about this project')
  const japanese = (await page('/projects/nobody-knows-it', 'ja')).html
  expect(japanese).toContain('このプロジェクトの情報がないか、閲覧の権限がありません。')
  expect((await page('/projects/%3Cscript%3E')).status).toBe(400)
  expect((await page('/projects/%3Cscript%3Ealert(1)')).html).not.toContain('<script>alert')
})

test('a project that nobody declared is held, with what is known about it', async () => {
  const cost = { booking: 'b9', workPackage: 'w1', date: TODAY, amount: 5 }
  await api.send(eventsOf('loose', [fact('cost.booked', cost)]))
  const { status, html } = await page('/projects/loose')
  expect(status).toBe(200)
  expect(section(html, 'verdict')).toContain('HOLD')
  expect(html).toContain('Nobody has declared this project')
  expect(html).toContain('<code>cost.booked</code>: 1')
  expect(html).not.toMatch(NONSENSE)
})

test('a project without data says why each part is empty', async () => {
  await api.send(eventsOf('bare', [fact('project.declared', declaration)]))
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
    eventsOf('single', [
      fact('project.declared', declaration, { occurredAt: noon('2026-10-01') }),
      fact('plan.baselined', plan, { occurredAt: noon('2026-10-01') }),
      fact('tests.reported', tests),
    ]),
  )
  const { html } = await page('/projects/single')
  expect(section(html, 'pb')).toMatch(/ecmeta_series_index="1" ecmeta_data_index="0"/)
  expect(html).not.toMatch(NONSENSE)
})

test('times in sentences are of the zone of the project, which is named', async () => {
  const { status } = await api.post('/v1/holds', {
    hold: 'told-at',
    office: 'QA',
    scope: { project: 'whole' },
    reason: 'until 2026-13-45T99:00:00Z',
    placedBy: 'Q. Aoki',
  })
  expect(status).toBe(201)
  const verdict = section((await page('/projects/whole')).html, 'verdict')
  // The clock of the test is noon in Japan.
  expect(verdict).toMatch(/Q\. Aoki, \d{4}-\d\d-\d\d \d\d:\d\d \(Asia\/Tokyo\)/)
  expect(verdict).toContain(`${TODAY} 12:`)
  expect(verdict).toContain('until 2026-13-45T99:00:00Z')
  const board = (await page('/?q=whole')).html
  expect(board).toContain(`Q. Aoki, ${TODAY} 12:`)
})

const LONG = '出荷判定の対象となる住民サービス基盤'.repeat(12).slice(0, 200)
const SCRIPT = '</script><script>alert("x")</script>'

test('long names and markup in every text are shown as they were written', async () => {
  const hostile = SCRIPT.slice(0, 60)
  const declared = fact('project.declared', {
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
  })
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
    eventsOf('hostile', [
      declared,
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

test('a date that is none, or not here yet, is refused in words', async () => {
  for (const date of ['tomorrow', '2999-01-01']) {
    const { status, html } = await page(`/projects/whole?asOf=${date}`)
    expect(status).toBe(400)
    expect(html).toContain('Back to now')
  }
})
