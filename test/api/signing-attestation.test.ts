import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { App } from '../../api/app-types.ts'
import { composePorts } from '../../api/compose/ports.ts'
import { readPublicKeys } from '../../api/signing/public-key.ts'
import { createSigner, noSigningKeys } from '../../api/signing/signing-keys.ts'
import { verifyEnvelope } from '../../api/signing/verify-envelope.ts'
import { readiness } from '../../schemas/answers.ts'
import { envelope } from '../../schemas/attestation.ts'
import { asEvent } from '../helpers/api.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { openTestStore } from '../helpers/store.ts'

const commit = 'abc123'.padEnd(40, '0')
const clock = { now: noon(TODAY) }
const signer = createSigner(generateKeyPairSync('ed25519').privateKey)
const { x } = signer.publicKey.key.export({ format: 'jwk' })
const published = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: String(x),
  kid: signer.keyId,
  alg: 'EdDSA',
  use: 'sig',
  status: 'current',
} as const
let app: App
let unsigned: App
/** The API anew, on the same store: nothing is kept in memory. */
let restarted: () => Promise<App>

const send = (api: App, facts: ReturnType<typeof shippingFacts>) =>
  api.request('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(facts.map(asEvent)),
  })
const read = async (api: App, query = '') =>
  readiness.parse(await (await api.request(`/v1/projects/p/readiness${query}`)).json())
const attestation = (api: App, verdict: string) => api.request(`/v1/verdicts/${verdict}/attestation`)

beforeAll(async () => {
  const store = await openTestStore()
  const now = () => clock.now
  const open = async (signing: Parameters<typeof composePorts>[0]['signing']) => {
    const intake = await makeIntake(store, { now })
    const common = { store, intake, policies: shippedPolicies(), now, newId: () => 'x', logger: silent }
    return createApp(composePorts({ ...common, allowedHosts: null, ...(signing && { signing }) }))
  }
  restarted = () => open({ signer, published: [published] })
  app = await restarted()
  unsigned = await open(noSigningKeys)
  const declared = fact(
    'project.declared',
    { ...declaration, release: { ...declaration.release, version: '2.0', commit } },
    { occurredAt: noon('2026-10-01') },
  )
  await send(app, replacing(shippingFacts(), 'project.declared', declared))
})

test('a verdict is attested: the envelope is valid, and says what the verdict says', async () => {
  const verdict = await read(app)
  const response = await attestation(app, verdict.verdict)
  expect(response.headers.get('content-type')).toBe('application/vnd.dsse.envelope.v1+json')
  const text = await response.text()
  expect(envelope.parse(JSON.parse(text)).signatures).toHaveLength(1)

  const keys = readPublicKeys(await (await app.request('/v1/signing-keys')).text())
  const result = verifyEnvelope(text, keys)
  if (!result.valid) throw new Error(result.code)
  const { predicate, subject } = result.statement
  expect(predicate).toMatchObject({
    verdict: verdict.verdict,
    digest: verdict.digest,
    live: true,
    asOf: verdict.asOf,
    evaluatedAt: verdict.evaluatedAt,
    release: { id: 'r1', version: '2.0', commit, plannedShipDate: '2026-11-27' },
    content: {
      recommendation: verdict.recommendation,
      factCounts: verdict.factCounts,
      dataUpTo: verdict.dataUpTo,
      metricVersions: verdict.metricVersions,
      policy: verdict.policy,
    },
  })
  expect(subject[0]!.digest).toEqual({ gitCommit: commit, kanmonVerdict: verdict.verdict })
})

test('the same verdict gives the same bytes, after a restart and after the release moved on', async () => {
  const { verdict } = await read(app)
  const before = await (await attestation(app, verdict)).text()
  clock.now += 60_000
  const moved = { ...declaration, release: { id: 'r2', version: '3.0', plannedShipDate: '2026-12-27' } }
  await send(app, [fact('project.declared', moved, { occurredAt: clock.now })])
  clock.now += 60_000
  const later = await restarted()
  expect(await (await attestation(later, verdict)).text()).toBe(before)
  expect((await read(later)).verdict).not.toBe(verdict)
})

test('after a restart an unchanged verdict keeps its record', async () => {
  const before = await read(app)
  const after = await read(await restarted())
  expect([after.verdict, after.digest, after.supersedes]).toEqual([
    before.verdict,
    before.digest,
    before.supersedes,
  ])
})

test('an answer about the past is attested as what it is', async () => {
  const { verdict } = await read(app, '?at=2026-11-12')
  const result = verifyEnvelope(await (await attestation(app, verdict)).text(), [signer.publicKey])
  if (!result.valid) throw new Error(result.code)
  expect(result.statement.predicate).toMatchObject({ live: false, verificationResult: 'FAILED' })
})

test('without a key, and without a verdict, there is a typed problem', async () => {
  const { verdict } = await read(app)
  expect(await (await attestation(unsigned, verdict)).json()).toMatchObject({
    status: 404,
    code: 'SIGNING_NOT_CONFIGURED',
  })
  expect(await (await unsigned.request('/v1/signing-keys')).json()).toEqual({ keys: [] })
  expect(await (await attestation(app, 'f'.repeat(64))).json()).toMatchObject({ code: 'VERDICT_NOT_FOUND' })
})
