import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type AccessRole, accessRole } from '../../schemas/access.ts'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { asEvent } from '../helpers/api.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'
import { type Expectation, letIn, matrix, type Things, waiverOf } from './role-matrix.ts'

const OWN = 'p'
const FOREIGN = 'q'
const ROLES = accessRole.options
/** An administrator is one of everything. */
const SCOPED = ROLES.filter((role) => role !== 'admin')

let api: GuardedApi
const scoped = new Map<AccessRole, string>()
const everywhere = new Map<AccessRole, string>()
const things = new Map<string, Things>()

async function thingsOf(project: string, offices: string): Promise<Things> {
  const { body: judged } = await api.call('GET', `/v1/projects/${project}/readiness`)
  const { verdict } = judged as { verdict: string }
  const refused = [{ ...asEvent(shippingFacts()[0]!), subject: project, id: `bad-${project}`, time: 'never' }]
  await api.call('POST', '/v1/events', { key: everywhere.get('collector')!, body: refused })
  const { body: quarantine } = await api.call('GET', `/v1/quarantine?project=${project}`)
  for (const [office, role] of [
    ['CQO', 'cqo'],
    ['CISO', 'ciso'],
    ['QA', 'qa'],
  ] as const) {
    const body = { hold: `${offices}-${office}`, office, scope: { project }, reason: 'r' }
    const { status } = await api.call('POST', '/v1/holds', { key: everywhere.get(role)!, body })
    if (status !== 201) throw new Error(`hold: ${status}`)
  }
  const { body: waiver } = await api.call('POST', '/v1/waivers', {
    key: everywhere.get('collector')!,
    body: waiverOf(project),
  })
  const asked = z.object({ waiver: z.string() }).parse(waiver)
  return {
    project,
    verdict,
    entry: (quarantine as { entries: { entry: string }[] }).entries[0]!.entry,
    hold: (office) => `${offices}-${office}`,
    waiver: asked.waiver,
    key: async () => (await api.key([{ role: 'viewer', projects: 'all' }])).id,
  }
}

beforeAll(async () => {
  api = await guardedApi(await openTestStore())
  for (const role of ROLES) everywhere.set(role, (await api.key([{ role, projects: 'all' }], role)).key)
  for (const role of SCOPED) scoped.set(role, (await api.key([{ role, projects: [OWN] }], role)).key)
  const sender = await api.key([
    { role: 'collector', projects: 'all' },
    { role: 'qa', projects: 'all' },
  ])
  for (const project of [OWN, FOREIGN]) {
    const body = shippingFacts().map((each) => ({ ...asEvent(each), subject: project }))
    const sent = await api.call('POST', '/v1/events', { key: sender.key, body })
    expect(sent).toMatchObject({ status: 200, body: { quarantined: [] } })
    things.set(project, await thingsOf(project, project))
  }
})

/** Which callers are let in, as one text a caller. */
async function observed(method: string, row: Expectation): Promise<string[]> {
  const isLetIn = row.isLetIn ?? letIn
  const callers: [string, string | null, string][] = [
    ['anonymous', null, OWN],
    ...SCOPED.map((role): [string, string, string] => [
      `${role} of ${OWN} on ${OWN}`,
      scoped.get(role)!,
      OWN,
    ]),
    ...SCOPED.map((role): [string, string, string] => [
      `${role} of ${OWN} on ${FOREIGN}`,
      scoped.get(role)!,
      FOREIGN,
    ]),
    ...ROLES.map((role): [string, string, string] => [`${role} of all`, everywhere.get(role)!, FOREIGN]),
  ]
  const seen: string[] = []
  for (const [name, key, project] of callers) {
    const about = things.get(project)!
    const path = await row.path(about)
    const answer = await api.call(method, path, { key, ...(row.body && { body: row.body(about) }) })
    expect(answer.status, `${name}: ${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
    if (name === 'anonymous' && row.isOpen !== true) expect(answer.status).toBe(401)
    if (isLetIn(answer)) seen.push(name)
  }
  return seen
}

function expected(row: Expectation): string[] {
  const named = (roles: readonly AccessRole[], of: string) =>
    ROLES.filter((role) => roles.includes(role) || row.isOpen === true).map((role) => `${role} of ${of}`)
  const isScoped = (name: string) => !name.startsWith('admin')
  return [
    ...(row.isOpen === true ? ['anonymous'] : []),
    ...named(row.own, `${OWN} on ${OWN}`).filter(isScoped),
    ...named(row.foreign, `${OWN} on ${FOREIGN}`).filter(isScoped),
    ...named(row.everywhere, 'all'),
  ]
}

test('the table has every route of the router, and no other', () => {
  const routes = api.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect([...new Set(routes)].sort()).toEqual(Object.keys(matrix).sort())
})

const rows = Object.entries(matrix).flatMap(([route, row]) =>
  (Array.isArray(row) ? (row as Expectation[]) : [row as Expectation]).map(
    (each, index): [string, number, Expectation] => [route, index + 1, each],
  ),
)

test.each(rows)(
  '%s (%i): every role on its own and on a foreign project, and nobody',
  async (route, _n, row) => {
    expect(await observed(route.split(' ')[0]!, row)).toEqual(expected(row))
  },
)
