import { beforeAll, describe, expect, test } from 'vitest'
import { readiness } from '../../schemas/answers.ts'
import { evidenceList } from '../../schemas/answers-governance.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'

let api: TestApi
const outside = { name: 'V', organization: 'Auditors' }
const record = (change: object = {}) =>
  api.post('/v1/evidence', {
    project: 'p',
    gate: 'release',
    item: 'third-party-verification',
    result: 'passed',
    verifier: outside,
    statement: 'seen',
    recordedBy: 'Q. Abe',
    ...change,
  })
const checklist = (gate = 'release') => api.read(`/v1/projects/p/evidence?gate=${gate}`, evidenceList)
const itemOf = async (item: string) => (await checklist()).items.find((each) => each.item === item)!

beforeAll(async () => {
  api = await openTestApi()
  const resident = { ...declaration, profile: 'resident-service', residentService: true, personalData: true }
  const facts = shippingFacts().filter(({ kind }) => kind !== 'project.declared')
  const declared = fact('project.declared', resident, { occurredAt: noon('2026-10-01') })
  await api.send([declared, ...facts].map(asEvent))
  api.clock.now += 1000
})

test('the checklist says what is asked and what is missing', async () => {
  const { items, missing, release } = await checklist()
  expect(release).toBe('r1')
  expect(missing).toEqual(['third-party-verification', 'transaction-uniqueness'])
  expect(items.map(({ item, required, independent, state }) => [item, required, independent, state])).toEqual(
    [
      ['third-party-verification', true, 'organization', 'NO_DATA'],
      ['transaction-uniqueness', true, true, 'NO_DATA'],
      ['late-changes', false, true, 'NO_DATA'],
      ['refused-events', false, true, 'NO_DATA'],
    ],
  )
})

describe('what would count for nothing is refused', () => {
  test.each<[string, object, number, string, string]>([
    [
      'an item that the gate does not ask for',
      { item: 'third-party-verfication' },
      422,
      'EVIDENCE_UNMATCHED',
      'item',
    ],
    ['a gate that the project does not have', { gate: 'nowhere' }, 422, 'EVIDENCE_UNMATCHED', 'gate'],
    ['another release', { release: 'r2' }, 422, 'EVIDENCE_UNMATCHED', 'release'],
    ['a verification to come', { verifiedAt: '2026-12-24T00:00:00Z' }, 400, 'INVALID_REQUEST', 'verifiedAt'],
    ['no statement', { statement: '' }, 400, 'INVALID_REQUEST', 'statement'],
    ['no verifier', { verifier: undefined }, 400, 'INVALID_REQUEST', 'verifier'],
    ['nobody who records it', { recordedBy: undefined }, 400, 'INVALID_REQUEST', 'recordedBy'],
  ])('%s', async (_, change, status, code, field) => {
    expect(await record(change)).toMatchObject({ status, body: { code, field } })
  })
})

test('a record by the own division is kept and shown, and does not count', async () => {
  await record({ verifier: { name: 'K', organization: 'Org', division: 'Div' } })
  expect(await itemOf('third-party-verification')).toMatchObject({
    state: 'NO_DATA',
    records: [{ verifier: { name: 'K' }, recordedBy: 'Q. Abe', counts: false }],
  })
})

test('confirmed by another organization: the gate opens', async () => {
  api.clock.now += 1000
  expect(await record()).toMatchObject({ status: 201, body: { release: 'r1', result: 'passed' } })
  await record({ item: 'transaction-uniqueness' })
  expect((await checklist()).missing).toEqual([])
  expect((await api.read('/v1/projects/p/readiness', readiness)).recommendation).toBe('SHIP')
})

test('a failure that anybody records closes it again', async () => {
  api.clock.now += 1000
  await record({ result: 'failed', verifier: { name: 'K', organization: 'Org', division: 'Div' } })
  expect(await itemOf('third-party-verification')).toMatchObject({ state: 'FAIL' })
  const { reasons } = await api.read('/v1/projects/p/readiness', readiness)
  expect(reasons).toMatchObject([
    { code: 'CONDITION_FAILED', kind: 'EVIDENCE', condition: 'third-party-verification' },
  ])
})

test('taken back by who recorded it: what the others said stands', async () => {
  api.clock.now += 1000
  await record({
    result: 'failed',
    retracted: true,
    verifier: { name: 'K', organization: 'Org', division: 'Div' },
  })
  expect(await itemOf('third-party-verification')).toMatchObject({ state: 'PASS' })
})

test('each gate has its own checklist; one that is not there is not found', async () => {
  expect((await checklist('st')).missing).toEqual(['third-party-verification', 'transaction-uniqueness'])
  expect(await api.get('/v1/projects/p/evidence?gate=nowhere')).toMatchObject({
    status: 404,
    body: { code: 'GATE_NOT_FOUND' },
  })
  expect(await api.get('/v1/projects/nobody/evidence')).toMatchObject({ status: 404 })
})
