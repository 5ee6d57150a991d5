import { beforeAll, expect, test } from 'vitest'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { asEvent } from '../helpers/api.ts'
import { type Browser, browse, ORIGIN, servedTogether } from '../helpers/dashboard.ts'
import { declaration, fact, noon, openMajor, plan, TODAY } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'
import type { Grant } from '../../schemas/access.ts'
import type { Fetch } from '../../dashboard/beside-api.ts'
import { endOfDay } from '../../dashboard/pages/orders/requests.ts'

const NAME = `<script>alert(1)</script>${'関'.repeat(170)}`
let api: GuardedApi
let fetch: Fetch
let key = 0

/** Somebody signed in with these grants. */
async function somebody(name: string, grants: Grant[], language = 'en'): Promise<Browser> {
  const browser = browse(fetch, language)
  await browser.get('/sign-in')
  await browser.send('/sign-in', { key: (await api.key(grants, name)).key })
  return browser
}

beforeAll(async () => {
  api = await guardedApi(await openTestStore())
  fetch = servedTogether(api.app, () => api.clock.now, { isAccessControlled: true })
  const { key: collector } = await api.key([{ role: 'collector', projects: 'all' }], 'ci')
  const body = ['alpha', 'beta'].flatMap((project) =>
    [
      fact(
        'project.declared',
        { ...declaration, name: project === 'alpha' ? NAME : project },
        { occurredAt: noon('2026-10-01'), project },
      ),
      fact('plan.baselined', plan, { occurredAt: noon('2026-10-01'), project }),
      openMajor({}, { project }),
    ].map(asEvent),
  )
  const { status } = await api.call('POST', '/v1/events', { key: collector, body })
  expect(status).toBe(200)
})

const cqo = () => somebody(`Office ${(key += 1)}`, [{ role: 'cqo', projects: 'all' }])

test('a hold is placed and lifted by its office, seen by GET afterwards, and bites meanwhile', async () => {
  const browser = await cqo()
  await browser.get('/orders?project=alpha')
  const fields = { office: 'CQO', scope: 'project', project: 'alpha', reason: '重大な <不具合>' }
  const sent = await browser.send('/orders/holds?project=alpha', fields)
  expect(sent.status).toBe(303)
  expect(sent.headers.get('location')).toBe('/orders?project=alpha&done=hold-placed')
  const page = await browser.follow(sent)
  expect(page.text).toContain('The hold is in force.')
  expect(page.text).toContain('重大な &lt;不具合&gt;')
  const readiness = async () =>
    (await api.call('GET', '/v1/projects/alpha/readiness')).body as { holds: unknown[] }
  expect((await readiness()).holds).toMatchObject([{ office: 'CQO', reason: '重大な <不具合>' }])

  const hold = /\/orders\/holds\/([^/"]+)\/lift/.exec(page.text)![1]!
  const other = await somebody('Security', [{ role: 'ciso', projects: 'all' }])
  expect((await other.get('/orders?project=alpha')).text).not.toContain(`/orders/holds/${hold}/lift`)
  const refused = await other.send(`/orders/holds/${hold}/lift?project=alpha`, {
    office: 'CISO',
    reason: 'x',
  })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('the hold belongs to another office')

  const lifted = await browser.send(`/orders/holds/${hold}/lift?project=alpha`, {
    office: 'CQO',
    reason: 'fixed',
  })
  expect(lifted.headers.get('location')).toContain('done=hold-lifted')
  expect((await readiness()).holds).toEqual([])
})

test('what is wrong is said beside its field, in the language of the page, with what was written kept', async () => {
  const browser = await somebody('Chief', [{ role: 'cqo', projects: 'all' }], 'ja')
  await browser.get('/orders')
  const none = await browser.send('/orders/holds', {
    office: 'CQO',
    scope: 'division',
    division: '<b>nowhere</b>',
    reason: '書いた理由',
  })
  expect(none.status).toBe(404)
  expect(none.text).toMatch(/id="place-hold-division-error">この部門に宣言されたプロジェクトはありません。/)
  expect(none.text).toMatch(/id="place-hold-division"[^>]*aria-invalid="true"/)
  expect(none.text).toContain('value="&lt;b&gt;nowhere&lt;/b&gt;"')
  expect(none.text).toContain('書いた理由</textarea>')
  const empty = await browser.send('/orders/holds', { office: 'CQO', scope: 'all', reason: '  ' })
  expect(empty.status).toBe(400)
  expect(empty.text).toMatch(/id="place-hold-reason-error">入力がないか、/)
})

test('forms are offered to those who may, and refused by the API to everybody else', async () => {
  const viewer = await somebody('Reader', [{ role: 'viewer', projects: ['alpha'] }])
  const page = await viewer.get('/orders?project=alpha')
  expect(page.status).toBe(200)
  expect(page.text).toContain('give none')
  for (const form of ['place-hold', 'request-waiver', 'record-evidence'])
    expect(page.text, form).not.toContain(`id="${form}"`)
  const forced = await viewer.send('/orders/holds', {
    office: 'CQO',
    scope: 'project',
    project: 'alpha',
    reason: 'x',
  })
  expect(forced.status).toBe(403)
  expect(forced.text).toContain('you are not allowed to do this here.')
  expect((await viewer.get('/orders?project=beta')).status).toBe(403)
})

test('only what can be waived is offered, what fails first, and the rest stands with its reason', async () => {
  const asker = await somebody('Asker', [{ role: 'approver', projects: ['alpha'] }])
  const { text } = await asker.get('/orders?project=alpha')
  const form = /<form id="request-waiver"[\s\S]*?<\/form>/.exec(text)![0]
  const offered = [...form.matchAll(/<option value="([^"]+)"/g)].map(([, id]) => id!)
  expect(offered).toContain('schedule-performance')
  expect(offered).not.toContain('completeness')
  expect(offered).not.toContain('open-critical')
  const [first = ''] = [...form.matchAll(/<option [^>]*>([^<]+)</g)].map(([, words]) => words)
  expect(first).toBe('Open major defects (fail)')
  expect(form).toMatch(/completeness<\/code>: built into every verdict/)
  expect(form).toMatch(/open-critical<\/code>: the policy does not let it be waived/)
})

test('the page of a project leads to its orders, for those who may give one', async () => {
  const way = '/orders?project=alpha&amp;gate=release'
  expect((await (await cqo()).get('/projects/alpha')).text).toContain(way)
  const reader = await somebody('Reader', [{ role: 'viewer', projects: ['alpha'] }])
  expect((await reader.get('/projects/alpha')).text).not.toContain(way)
})

test('a waiver is requested by one person, approved by another and revoked', async () => {
  const requester = await somebody('Asker', [{ role: 'approver', projects: ['alpha'] }])
  const form = await requester.get('/orders?project=alpha')
  expect(form.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(form.text).not.toContain('<script>alert')
  const fields = {
    project: 'alpha',
    gate: 'release',
    release: 'r1',
    condition: 'schedule-performance',
    reason: 'known',
    evidence: 'https://example.org/risk',
    expires: '2026-12-01',
  }
  const late = await requester.send('/orders/waivers?project=alpha', { ...fields, expires: '2030-01-01' })
  expect(late.status).toBe(422)
  expect(late.text).toMatch(/id="request-waiver-expires-error">the policy does not allow so long a waiver/)
  const sent = await requester.send('/orders/waivers?project=alpha', fields)
  expect(sent.status).toBe(303)
  const own = await requester.follow(sent)
  const waiver = /\/orders\/waivers\/([^/"]+)\/revoke/.exec(own.text)![1]!
  // Midnight in Tokyo, where the project is.
  expect(own.text).toContain('2026-12-01 23:59')
  expect(own.text).not.toContain(`/orders/waivers/${waiver}/approve`)
  expect((await requester.send(`/orders/waivers/${waiver}/approve`, { project: 'alpha' })).status).toBe(409)

  const approver = await somebody('Other', [{ role: 'approver', projects: ['alpha'] }])
  await approver.get('/orders?project=alpha')
  const approved = await approver.send(`/orders/waivers/${waiver}/approve?project=alpha`, {
    project: 'alpha',
  })
  expect((await approver.follow(approved)).text).toContain('The waiver is approved.')
  const revoked = await approver.send(`/orders/waivers/${waiver}/revoke?project=alpha`, { reason: 'no more' })
  expect((await approver.follow(revoked)).text).toContain('The waiver is revoked.')
})

test('evidence is recorded under the name of whoever is signed in', async () => {
  const browser = await somebody('Quality', [{ role: 'qa', projects: 'all' }])
  const page = await browser.get('/orders?project=alpha')
  expect(page.text).toContain('id="record-evidence"')
  const fields = {
    project: 'alpha',
    gate: 'release',
    item: 'late-changes',
    result: 'passed',
    verifier: 'M. Mori',
    organization: 'QA headquarters',
    statement: 'looked at',
    verified: TODAY,
  }
  const sent = await browser.send('/orders/evidence?project=alpha', fields)
  expect(sent.headers.get('location')).toContain('done=evidence-recorded')
  const { body } = await api.call('GET', '/v1/projects/alpha/evidence')
  const item = (body as { items: { item: string; records: unknown[] }[] }).items.find(
    (each) => each.item === 'late-changes',
  )!
  expect(item.records).toMatchObject([{ recordedBy: 'Quality', result: 'passed' }])
  const unknown = await browser.send('/orders/evidence?project=alpha', { ...fields, item: 'nothing' })
  expect(unknown.status).toBe(422)
  expect(unknown.text).toContain('id="record-evidence-item-error"')
})

test('a form of another site is not taken, nor one without the token of the visitor', async () => {
  const browser = await cqo()
  await browser.get('/orders')
  const fields = { office: 'CQO', scope: 'all', reason: 'forged' }
  const holds = async () => (await api.call('GET', '/v1/holds')).body as { holds: { reason: string }[] }
  const before = (await holds()).holds.length
  const forged = [
    await browser.send('/orders/holds', fields, { origin: 'https://evil.example' }),
    await browser.send('/orders/holds', fields, { origin: 'null' }),
    await browser.send('/orders/holds', fields, { origin: `${ORIGIN}.evil.example` }),
    await browser.send('/orders/holds', { ...fields, token: '' }),
    await browser.send('/orders/holds', { ...fields, token: 'x'.repeat(43) }),
  ]
  for (const { status, text } of forged) {
    expect(status).toBe(403)
    expect(text).toContain('The form was not taken')
  }
  // Another visitor's token, with this one's cookies.
  const other = await cqo()
  const token = /name="token" value="([^"]+)"/.exec((await other.get('/orders')).text)![1]!
  expect((await browser.send('/orders/holds', { ...fields, token })).status).toBe(403)
  expect((await holds()).holds).toHaveLength(before)
})

test('a form that is too large is not read', async () => {
  const browser = await cqo()
  await browser.get('/orders')
  const { status } = await browser.send('/orders/holds', { reason: 'x'.repeat(70_000) })
  expect(status).toBe(413)
})

test.each([
  ['2026-12-01', 'Asia/Tokyo', '2026-12-01T14:59:59.999Z'],
  ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
  ['soon', 'Asia/Tokyo', 'soon'],
  [undefined, 'Asia/Tokyo', undefined],
])('the end of %s in %s is %s (tz database)', (date, zone, expected) => {
  expect(endOfDay(date, zone)).toBe(expected)
})
