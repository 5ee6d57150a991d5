import { createHmac } from 'node:crypto'
import { generateKeyPair, type JWTPayload } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claimAt, grantsOf } from '../../api/auth/claim-grants.ts'
import type { TokenConfig } from '../../api/auth/tokens.ts'
import type { Store } from '../../store/store.ts'
import { asEvent } from '../helpers/api.ts'
import { type GuardedApi, guardedApi } from '../helpers/access.ts'
import { startIssuer, type TestIssuer } from '../helpers/issuer.ts'
import { noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'

const AUDIENCE = 'kanmon'
const now = noon(TODAY) / 1000
let store: Store
let issuer: TestIssuer
let api: GuardedApi

const configOf = (change: Partial<TokenConfig> = {}): TokenConfig => ({
  issuer: issuer.url,
  audience: AUDIENCE,
  jwksUrl: null,
  rolesClaim: 'realm_access.roles',
  nameClaim: 'name',
  clockTolerance: 30,
  grants: [
    { value: 'team-p', grants: [{ role: 'viewer', projects: ['p'] }] },
    { value: 'ciso', grants: [{ role: 'ciso', projects: 'all' }] },
    { value: 'quality', grants: [{ role: 'qa', projects: 'all' }] },
  ],
  ...change,
})

beforeAll(async () => {
  store = await openTestStore()
  issuer = await startIssuer()
  api = await guardedApi(store, { tokens: configOf() })
  const collector = await api.key([
    { role: 'collector', projects: 'all' },
    { role: 'qa', projects: 'all' },
  ])
  const events = [
    ...shippingFacts(),
    ...shippingFacts().map((fact) => ({ ...fact, project: 'q', id: `q-${fact.id}` })),
  ]
  const body = events.map(asEvent)
  const sent = await api.call('POST', '/v1/events', { key: collector.key, body })
  if (JSON.stringify(sent.body).includes('code')) throw new Error(JSON.stringify(sent.body))
})
beforeEach(() => {
  issuer.behaviour = 'answers'
})

const claims = (change: Record<string, unknown> = {}): JWTPayload => ({
  iss: issuer.url,
  aud: AUDIENCE,
  sub: 'u-17',
  name: 'R. Sato',
  realm_access: { roles: ['team-p', 'unknown-group'] },
  iat: now - 60,
  exp: now + 600,
  ...change,
})
const ask = (key: string, path = '/v1/projects/p/readiness') => api.call('GET', path, { key })

describe('a good token', () => {
  test('reads what its claims stand for, and nothing else', async () => {
    const token = await issuer.sign(claims())
    expect((await ask(token)).status).toBe(200)
    for (const path of ['/v1/projects/q/readiness', '/v1/projects/nowhere/readiness', '/v1/keys'])
      expect((await ask(token, path)).status).toBe(403)
  })

  test('another tenant’s project and one that is not there are answered alike', async () => {
    const token = await issuer.sign(claims())
    const answers = await Promise.all(
      ['q', 'z'].map(async (project) => {
        const { status, body } = await ask(token, `/v1/projects/${project}/facts`)
        const { code, detail } = body as { code: string; detail: string }
        return { status, code, detail: detail.replace(`project ${project}`, 'project X') }
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  test('acts are recorded under the name of the token, and no other can be claimed', async () => {
    const key = await issuer.sign(claims({ realm_access: { roles: ['ciso'] } }))
    const order = { office: 'CISO', scope: { project: 'q' }, reason: 'open port' }
    const claimed = await api.call('POST', '/v1/holds', { key, body: { ...order, placedBy: 'M. Mori' } })
    expect(claimed).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', field: 'placedBy' } })
    const placed = await api.call('POST', '/v1/holds', { key, body: order })
    expect(placed).toMatchObject({ status: 201, body: { placedBy: 'R. Sato' } })
  })

  test('without any value that is listed it may do nothing at all', async () => {
    const token = await issuer.sign(claims({ realm_access: { roles: ['unknown-group'] } }))
    for (const path of ['/v1/portfolio', '/v1/projects/p/readiness', '/v1/quarantine'])
      expect((await ask(token, path)).status).toBe(403)
  })
})

describe('a bad token is 401', () => {
  const unsigned = (header: object, body: object, sign?: (text: string) => string) => {
    const text = [header, body]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${text}.${sign === undefined ? '' : sign(text)}`
  }
  const hmac = (secret: string, hash: string) => (text: string) =>
    createHmac(hash, secret).update(text).digest('base64url')

  test.each<[string, () => Promise<string> | string]>([
    ['for another audience', () => issuer.sign(claims({ aud: 'another-service' }))],
    ['without an audience', () => issuer.sign(claims({ aud: undefined }))],
    ['of another issuer', () => issuer.sign(claims({ iss: 'https://elsewhere.example' }))],
    ['of an issuer that only begins alike', () => issuer.sign(claims({ iss: `${issuer.url}/` }))],
    ['expired', () => issuer.sign(claims({ exp: now - 31 }))],
    ['without an end', () => issuer.sign(claims({ exp: undefined }))],
    ['not valid yet', () => issuer.sign(claims({ nbf: now + 31 }))],
    ['without a subject', () => issuer.sign(claims({ sub: undefined }))],
    ['without a name', () => issuer.sign(claims({ name: undefined }))],
    ['whose name is no line of text', () => issuer.sign(claims({ name: 'R.\nSato' }))],
    ['of an unknown key', () => issuer.sign(claims(), { kid: 'k2' })],
    [
      'signed by somebody else',
      async () => issuer.sign(claims(), {}, (await generateKeyPair('RS256')).privateKey),
    ],
    ['with alg none', () => unsigned({ alg: 'none' }, claims())],
    ['with alg None and a signature', () => unsigned({ alg: 'None', kid: 'k1' }, claims(), () => 'AAAA')],
    [
      'HS256 with the public key as secret',
      () => unsigned({ alg: 'HS256', kid: 'k1' }, claims(), hmac(issuer.publicPem, 'sha256')),
    ],
    [
      'HS512 with the public key as secret',
      () => unsigned({ alg: 'HS512', kid: 'k1' }, claims(), hmac(issuer.publicPem, 'sha512')),
    ],
    [
      'with a key of its own in the header',
      async () => {
        const { privateKey } = await generateKeyPair('RS256')
        return issuer.sign(claims(), { jku: 'http://127.0.0.1:9/jwks' } as object, privateKey)
      },
    ],
    ['cut short', async () => (await issuer.sign(claims())).slice(0, -3)],
    [
      'of other content under the same signature',
      async () => {
        const [head, , signature] = (await issuer.sign(claims())).split('.')
        const body = Buffer.from(JSON.stringify(claims({ realm_access: { roles: ['quality'] } })))
        return `${head}.${body.toString('base64url')}.${signature}`
      },
    ],
    ['that is no JSON', () => 'a.b.c'],
  ])('%s', async (_what, make) => {
    const { status, body, headers } = await ask(await make())
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="kanmon"'])
    expect(body).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test('the clocks may differ by the tolerance and no more', async () => {
    const at = async (change: Record<string, unknown>) =>
      (await ask(await issuer.sign(claims(change)))).status
    expect(await at({ exp: now - 29 })).toBe(200)
    expect(await at({ nbf: now + 29 })).toBe(200)
  })
})

describe('when the issuer’s keys cannot be had', () => {
  test.each(['fails', 'talks nonsense'] as const)(
    'because it %s: 503, since the token was not judged',
    async (how) => {
      const other = await guardedApi(store, { tokens: configOf() })
      const key = await issuer.sign(claims())
      issuer.behaviour = how
      const { status, body, headers } = await other.call('GET', '/v1/projects/p/readiness', { key })
      expect([status, headers.get('retry-after')]).toEqual([503, '5'])
      expect(body).toMatchObject({ code: 'IDENTITY_UNAVAILABLE' })
      issuer.behaviour = 'answers'
      expect((await other.call('GET', '/v1/projects/p/readiness', { key })).status).toBe(200)
    },
  )

  test('nobody listens there: 503', async () => {
    const tokens = configOf({ jwksUrl: 'http://127.0.0.1:9/jwks' })
    const other = await guardedApi(store, { tokens })
    expect((await other.call('GET', '/v1/portfolio', { key: await issuer.sign(claims()) })).status).toBe(503)
  })

  test('keys that were had are used on, and unknown ones do not make it ask at every request', async () => {
    expect((await ask(await issuer.sign(claims()))).status).toBe(200)
    issuer.behaviour = 'fails'
    const before = issuer.asked
    expect((await ask(await issuer.sign(claims()))).status).toBe(200)
    for (let i = 0; i < 5; i++)
      expect((await ask(await issuer.sign(claims(), { kid: `other-${i}` }))).status).toBe(401)
    expect(issuer.asked).toBe(before)
  })
})

describe('what a claim stands for', () => {
  const table: TokenConfig['grants'] = [{ value: 'x', grants: [{ role: 'viewer', projects: 'all' }] }]

  test('a claim is found by its name or by its path, never on a prototype', () => {
    expect(claimAt({ 'https://k/roles': ['x'] }, 'https://k/roles')).toEqual(['x'])
    expect(claimAt({ a: { b: 1 } }, 'a.b')).toBe(1)
    expect(claimAt({ a: 'text' }, 'a.length')).toBeUndefined()
    expect(claimAt({}, 'constructor.name')).toBeUndefined()
  })

  test('values are compared whole; other types stand for nothing', () => {
    expect(grantsOf(['x', 'y'], table)).toEqual([{ role: 'viewer', projects: 'all' }])
    expect(grantsOf('y x', table)).toHaveLength(1)
    for (const claim of ['xx', ['X'], { x: true }, 5, null, undefined, [['x']]])
      expect(grantsOf(claim, table)).toEqual([])
  })
})
