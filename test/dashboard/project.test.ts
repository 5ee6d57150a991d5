import { expect, test, vi } from 'vitest'
import { shippedPolicies } from '../helpers/assessing.ts'
import { shippingProject } from '../helpers/shipping-project.ts'
import { eventsOf, NONSENSE, openPages, pagesOver, section } from './project-pages.ts'

// A page asks a dozen questions, each answered from the store.
vi.setConfig({ testTimeout: 120_000 })

const { api, page } = await openPages()

const SECTIONS =
  'verdict conditions earned-value pb zones control reliability defects warnings evidence waivers holds history'.split(
    ' ',
  )
await api.send(eventsOf('whole', shippingProject(shippedPolicies().get('standard')!, 'release')))

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

test('every question carries the moment of the page', async () => {
  const asked: string[] = []
  const watched = pagesOver(api, (request) => {
    asked.push(request.url)
    return api.app.fetch(request)
  })
  const response = await watched.request('/projects/whole?at=2026-11-12')
  const html = await response.text()
  const timeless = /\/v1\/(?:caller|holds|waivers|projects\/whole\/verdicts)|\/v1\/projects\/whole\?lang=/
  const timed = asked.filter((url) => !timeless.test(url))
  expect(timed.length).toBeGreaterThanOrEqual(13)
  expect(timed.filter((url) => !url.includes('at=2026-11-12'))).toEqual([])
  // Tests are reported every working day of the system test.
  expect(section(html, 'pb')).toContain('<th scope="row">2026-11-12</th>')
  expect(section(html, 'pb')).not.toContain('<th scope="row">2026-11-13</th>')
  expect(html).toContain('what had happened by 2026-11-12 23:59')
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
  const earlier = new Date(api.clock.now - 90_000).toISOString()
  for (const clock of ['asOf', 'at']) {
    const then = await page(`/projects/whole?${clock}=${earlier}`)
    expect(section(then.html, 'holds')).toContain('There is no hold')
  }
})

test('a part that cannot be answered leaves the others', async () => {
  const lame = pagesOver(api, (request) =>
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
  )
  const html = await (await lame.request('/projects/whole')).text()
  expect(section(html, 'reliability')).toContain('The store does not answer.')
  expect(section(html, 'pb')).toContain('pb-c0')
})
