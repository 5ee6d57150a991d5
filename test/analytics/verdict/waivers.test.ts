import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { Policy } from '../../../schemas/policy.ts'
import { assessed, reasonsOf, shippedPolicies } from '../../helpers/assessing.ts'
import { fact, noon, openMajor, replacing, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const facts = shippingFacts()
const at = noon(TODAY)
const DAY = 86_400_000
const iso = (instant: number) => new Date(instant).toISOString()

const open = openMajor()
const log = [...facts, open]

function request(change: object = {}, occurredAt = at - 2000): Fact {
  const expiresAt = iso(at + 60 * DAY)
  const data = {
    waiver: 'W1',
    condition: 'open-major',
    release: 'r1',
    reason: 'workaround',
    requestedBy: 'Asker',
  }
  return fact('waiver.requested', { ...data, expiresAt, ...change }, { occurredAt })
}
function approval(expiresAt: number, change: object = {}, occurredAt = at - 1000): Fact {
  const data = { waiver: 'W1', approvedBy: 'Approver', expiresAt: iso(expiresAt) }
  return fact('waiver.approved', { ...data, ...change }, { occurredAt })
}

const outcome = (waivers: readonly Fact[], known: readonly Fact[] = log) => {
  const { content, validUntil } = assessed([...known, ...waivers])
  const { recommendation, waivers: standings = [], notices = [] } = content
  return { recommendation, standings, notices: notices.map(({ code }) => code), validUntil, content }
}

describe('how a waiver stands is judged when it is read', () => {
  test('in force, with more than 30 days left: SHIP, nothing to be told', () => {
    const { recommendation, standings, notices } = outcome([request(), approval(at + 60 * DAY)])
    expect({ recommendation, notices }).toEqual({ recommendation: 'SHIP', notices: [] })
    expect(standings).toMatchObject([{ waiver: 'W1', state: 'in-force', why: null, approvedBy: 'Approver' }])
  })

  test('with 30 days left it is expiring, still in force, and told of', () => {
    const { recommendation, standings, notices } = outcome([request(), approval(at + 30 * DAY)])
    expect({ recommendation, notices }).toEqual({ recommendation: 'SHIP', notices: ['WAIVER_EXPIRING'] })
    expect(standings).toMatchObject([{ state: 'expiring' }])
  })

  test('the verdict is valid until the notice is due, not only until the waiver ends', () => {
    const noticed = at + 3_600_000
    expect(outcome([request(), approval(noticed + 30 * DAY)]).validUntil).toBe(noticed)
    expect(outcome([request(), approval(noticed)]).validUntil).toBe(noticed)
  })

  test('at its end, to the millisecond, it has expired', () => {
    const waivers = [request(), approval(at)]
    expect(outcome(waivers)).toMatchObject({ recommendation: 'HOLD', notices: ['WAIVER_EXPIRED'] })
    expect(outcome([request(), approval(at + 1)]).recommendation).toBe('SHIP')
  })

  test('an extension is a new approval, and its date counts', () => {
    const waivers = [request(), approval(at - 500, {}, at - DAY), approval(at + 40 * DAY, {}, at - 100)]
    const asked = request({}, at - 2 * DAY)
    expect(outcome([asked, ...waivers.slice(1)])).toMatchObject({ recommendation: 'SHIP' })
  })
})

describe('what does nothing says so', () => {
  test.each<[string, Fact[], string, string | null, string[]]>([
    ['requested only', [request()], 'requested', null, []],
    [
      'approved by the requester',
      [request(), approval(at + DAY, { approvedBy: ' ASKER ' })],
      'refused',
      'SELF_APPROVED',
      ['WAIVER_REFUSED'],
    ],
    [
      'longer than the policy allows',
      [request(), approval(at + 90 * DAY)],
      'refused',
      'TOO_LONG',
      ['WAIVER_REFUSED'],
    ],
    [
      'of a condition that cannot be waived',
      [request({ condition: 'open-critical' }), approval(at + DAY)],
      'refused',
      'NOT_WAIVABLE',
      ['WAIVER_REFUSED'],
    ],
    [
      'of a condition that does not exist',
      [request({ condition: 'open-mayor' }), approval(at + DAY)],
      'unmatched',
      'UNKNOWN_CONDITION',
      ['WAIVER_UNMATCHED'],
    ],
    [
      'of another release',
      [request({ release: 'r0' }), approval(at + DAY)],
      'unmatched',
      'UNKNOWN_RELEASE',
      ['WAIVER_UNMATCHED'],
    ],
    [
      'at a gate that does not exist',
      [request({ gate: 'nowhere' }), approval(at + DAY)],
      'unmatched',
      'UNKNOWN_GATE',
      ['WAIVER_UNMATCHED'],
    ],
    [
      'at a gate without the condition',
      [request({ gate: 'plan' }), approval(at + DAY)],
      'unmatched',
      'UNKNOWN_CONDITION',
      ['WAIVER_UNMATCHED'],
    ],
    [
      'of completeness',
      [request({ condition: 'completeness' }), approval(at + DAY)],
      'unmatched',
      'UNKNOWN_CONDITION',
      ['WAIVER_UNMATCHED'],
    ],
    ['approved and never requested', [approval(at + DAY)], 'refused', 'NOT_REQUESTED', ['WAIVER_REFUSED']],
    [
      'changed since its approval',
      [approval(at + DAY, {}, at - 3000), request()],
      'requested',
      'REQUEST_CHANGED',
      [],
    ],
    [
      'revoked',
      [request(), approval(at + DAY), fact('waiver.revoked', { waiver: 'W1', revokedBy: 'X', reason: 'r' })],
      'revoked',
      null,
      [],
    ],
  ])('%s', (_, waivers, state, why, notices) => {
    const found = outcome(waivers)
    expect(found.recommendation).toBe('HOLD')
    expect(found.standings).toMatchObject([{ waiver: 'W1', state, why }])
    expect(found.notices).toEqual(notices)
  })

  test('the longest waiver is measured from the approval, and a condition may have its own', () => {
    const start = at - DAY
    const longest = [request({}, start - 1000), approval(start + 90 * DAY, {}, start)]
    expect(outcome(longest).recommendation).toBe('SHIP')
    const standard = shippedPolicies().get('standard')!
    const strict: Policy = {
      ...standard,
      gates: {
        release: standard.gates.release!.map((condition) =>
          condition.id === 'open-major' ? { ...condition, maxWaiverDays: 14 } : condition,
        ),
      },
    }
    const verdict = assessed([...log, ...longest], { policyOf: () => strict })
    expect(verdict.content.waivers).toMatchObject([{ state: 'refused', why: 'TOO_LONG' }])
  })

  test('a waiver at one gate does nothing at another', () => {
    const late = fact('progress.reported', { workPackage: 'w2', asOf: TODAY, unitsDone: 60 })
    const slow = [
      ...facts.filter(({ kind, key }) => kind !== 'progress.reported' || !key.startsWith('w2')),
      late,
    ]
    const waivers = [request({ condition: 'phase-schedule', gate: 'code' }), approval(at + DAY)]
    expect(reasonsOf(assessed([...slow, ...waivers], { gate: 'st' }))).toEqual([
      'CONDITION_FAILED phase-schedule',
    ])
    expect(assessed([...slow, ...waivers], { gate: 'st' }).content.notices).toEqual([])
    expect(assessed([...slow, ...waivers], { gate: 'code' }).content.recommendation).toBe('SHIP')
  })
})

describe('a waiver accepts a known shortfall and nothing else', () => {
  const waivers = (condition: string) => [request({ condition }), approval(at + 60 * DAY)]

  test('a number that is missing holds, waived or not', () => {
    const none = facts.filter(({ kind }) => kind !== 'size.measured')
    const found = outcome(waivers('system-test-density'), none)
    expect(found.recommendation).toBe('HOLD')
    expect(found.notices).toEqual(['WAIVER_DOES_NOT_COVER'])
    expect(found.content.reasons.map(({ condition }) => condition)).toContain('system-test-density')
  })

  test('a number that is too old holds, waived or not', () => {
    const old = replacing(
      facts,
      'size.measured',
      fact(
        'size.measured',
        { component: 'core', asOf: '2026-09-01', ksloc: { total: 10 }, counter: { name: 'cloc' } },
        { occurredAt: noon('2026-10-05') },
      ),
    )
    const found = outcome(waivers('system-test-density'), old)
    expect(found.notices).toEqual(['WAIVER_DOES_NOT_COVER'])
    expect(found.recommendation).toBe('HOLD')
  })

  test('a sample that is too small may be accepted: the number is known and shown', () => {
    const few = { phase: 'st', asOf: TODAY, planned: 60, executed: 60, passed: 60, failed: 0 }
    const small = replacing(facts, 'tests.reported', fact('tests.reported', few))
    expect(reasonsOf(assessed(small))).toEqual(['CONDITION_INCONCLUSIVE system-test-detection-rate'])
    expect(outcome(waivers('system-test-detection-rate'), small).recommendation).toBe('SHIP')
  })

  test('independent evidence cannot be waived, whatever the policy says', () => {
    const resident = shippedPolicies().get('resident-service')!
    const lax: Policy = {
      ...resident,
      gates: { release: resident.gates.release!.map((condition) => ({ ...condition, waivable: true })) },
    }
    const failed = ['third-party-verification', 'transaction-uniqueness'].map((item) =>
      fact('evidence.recorded', {
        gate: 'release',
        item,
        result: item === 'third-party-verification' ? 'failed' : 'passed',
        verifier: { name: 'V', organization: 'Auditors' },
        statement: 's',
        verifiedAt: '2026-11-19T10:00:00+09:00',
      }),
    )
    const waived = [...facts, ...failed, ...waivers('third-party-verification')]
    const verdict = assessed(waived, { policyOf: () => lax })
    expect(reasonsOf(verdict)).toEqual(['CONDITION_FAILED third-party-verification'])
    expect(verdict.content.waivers).toMatchObject([{ state: 'refused', why: 'NOT_WAIVABLE' }])
  })

  test('a hold is not waived', () => {
    const data = { hold: 'H', office: 'CISO', scope: { project: 'p' }, reason: 'r', placedBy: 'M' }
    const held = [...facts, fact('hold.placed', data), ...waivers('open-major')]
    expect(reasonsOf(assessed(held))).toEqual(['HOLD_IN_FORCE'])
  })
})
