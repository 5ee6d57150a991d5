import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed } from '../../helpers/assessing.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const DAY = 86_400_000
const at = noon(TODAY)
const outside = { name: 'V', organization: 'Auditors' }

function evidence(item: string, change: object = {}, occurredAt = at - 1000, gate = 'release'): Fact {
  const verifiedAt = new Date(occurredAt).toISOString()
  const data = { gate, item, result: 'passed', verifier: outside, statement: 's', verifiedAt }
  return fact('evidence.recorded', { ...data, ...change }, { occurredAt })
}
const declared = (change: object, occurredAt = noon('2026-10-01')) =>
  fact('project.declared', { ...declaration, profile: 'resident-service', ...change }, { occurredAt })
const facts = [
  ...shippingFacts().filter(({ kind }) => kind !== 'project.declared'),
  declared({}),
  evidence('transaction-uniqueness'),
]
const verification = (...records: Fact[]) => {
  const { content } = assessed([...facts, ...records])
  const found = content.conditions.find(({ id }) => id === 'third-party-verification')
  return { state: found?.state, why: found?.why, recommendation: content.recommendation }
}
const item = 'third-party-verification'

test('confirmed by another organization: PASS, and SHIP', () => {
  expect(verification(evidence(item))).toEqual({ state: 'PASS', why: null, recommendation: 'SHIP' })
})

describe('who verified', () => {
  test.each<[string, object]>([
    ['nobody of the own organization', { organization: 'Org', division: 'QA headquarters' }],
    ['nobody of the own organization, however it is typed', { organization: ' ＯＲＧ ' }],
    [
      'nobody of the own division, whatever organization is claimed',
      { organization: 'Org 2', division: 'Div' },
    ],
  ])('%s counts as a third party', (_, verifier) => {
    const record = evidence(item, { verifier: { name: 'V', ...verifier } })
    expect(verification(record)).toEqual({ state: 'NO_DATA', why: 'NO_EVIDENCE', recommendation: 'HOLD' })
  })

  test('a later record by the own division does not push the outside one away', () => {
    const own = evidence(item, { verifier: { name: 'K', organization: 'Org', division: 'Div' } }, at)
    expect(verification(evidence(item), own).state).toBe('PASS')
  })
})

describe('what was recorded', () => {
  const other = { name: 'W', organization: 'Examiners' }
  test.each<[string, Fact[], string]>([
    ['failed', [evidence(item, { result: 'failed' })], 'FAIL'],
    ['said not to apply', [evidence(item, { result: 'not-applicable' })], 'FAIL'],
    [
      'passed by one and failed by another',
      [evidence(item), evidence(item, { result: 'failed', verifier: other }, at - 9000)],
      'FAIL',
    ],
    [
      'passed outside and failed inside',
      [
        evidence(item),
        evidence(item, { result: 'failed', verifier: { name: 'K', organization: 'Org', division: 'Div' } }),
      ],
      'FAIL',
    ],
    [
      'failed, then passed by the same verifier',
      [evidence(item, { result: 'failed' }, at - 9000), evidence(item)],
      'PASS',
    ],
    [
      'passed, then failed by the same verifier',
      [evidence(item, {}, at - 9000), evidence(item, { result: 'failed' })],
      'FAIL',
    ],
    [
      'passed and failed by one verifier at one moment',
      [evidence(item), evidence(item, { result: 'failed' })],
      'FAIL',
    ],
    ['retracted', [evidence(item, {}, at - 9000), evidence(item, { retracted: true })], 'NO_DATA'],
    ['at another gate', [evidence(item, {}, at, 'st')], 'NO_DATA'],
  ])('%s', (_, records, state) => {
    expect(verification(...records).state).toBe(state)
    expect(verification(...records.toReversed()).state).toBe(state)
  })
})

describe('which release and when', () => {
  test('a record of another release does not count', () => {
    expect(verification(evidence(item, { release: 'r0' })).state).toBe('NO_DATA')
    expect(verification(evidence(item, { release: 'r1' })).state).toBe('PASS')
  })

  test('a record that names none is of the release that was declared then', () => {
    const next = declared({ release: { id: 'r2', plannedShipDate: '2026-12-24' } }, at - 100)
    const records = [evidence(item), evidence('transaction-uniqueness', {}, at - 2000), next]
    expect(verification(...records).state).toBe('NO_DATA')
    expect(verification(...records, evidence(item, {}, at - 50)).state).toBe('PASS')
  })

  test('it grows old from the day of the verification, and telling it again makes it no younger', () => {
    const old = (days: number) => ({ verifiedAt: new Date(at - days * DAY).toISOString() })
    expect(verification(evidence(item, old(92))).state).toBe('PASS')
    expect(verification(evidence(item, old(93)))).toMatchObject({ state: 'STALE', why: 'TOO_OLD' })
  })
})

describe('a service to residents is verified from the plan on', () => {
  const own = { name: 'Q', organization: 'Org', division: 'QA headquarters' }

  test('the plan: process and organization in place, an outside verifier named', () => {
    const asked = assessed(facts, { gate: 'plan' }).content.conditions
    const items = asked.flatMap(({ scope, required }) => (required ? [scope['item']] : []))
    expect(items.filter((each) => each !== undefined)).toEqual([
      'quality-plan',
      'quality-process',
      'quality-organization',
      'independent-qa',
    ])
    const given = ['quality-plan', 'quality-process', 'quality-organization'].map((each) =>
      evidence(each, { verifier: own }, at, 'plan'),
    )
    expect(assessed([...facts, ...given], { gate: 'plan' }).content.recommendation).toBe('HOLD')
    const named = evidence('independent-qa', {}, at, 'plan')
    expect(assessed([...facts, ...given, named], { gate: 'plan' }).content.recommendation).toBe('SHIP')
  })

  test.each([
    'plan',
    'requirements',
    'basic-design',
    'detailed-design',
    'coding',
    'unit-test',
    'system-test',
  ])('the exit of a phase of kind %s asks for its own third-party verification', (kind) => {
    const [, tested] = declaration.phases
    const phased = declared({ phases: [{ ...declaration.phases[0]!, kind }, tested] }, noon('2026-10-02'))
    const { conditions } = assessed([...facts, phased], { gate: 'code' }).content
    const stateOf = (id: string) => conditions.find((condition) => condition.id === id)?.state
    expect(stateOf('phase-third-party-verification')).toBe('NO_DATA')
    const isBefore = kind === 'plan' || kind === 'requirements'
    expect(stateOf('phase-transaction-uniqueness')).toBe(isBefore ? 'NOT_APPLICABLE' : 'NO_DATA')
  })
})
