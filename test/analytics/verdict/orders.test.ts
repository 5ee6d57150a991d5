import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf } from '../../helpers/assessing.ts'
import { fact, noon, openMajor, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const facts = shippingFacts()
const at = noon(TODAY)

function hold(
  scope: unknown,
  options: { office?: string; occurredAt?: number; project?: string } = {},
): Fact {
  const data = { hold: 'H1', office: options.office ?? 'CISO', scope, reason: 'leak', placedBy: 'Mika' }
  return fact('hold.placed', data, {
    occurredAt: options.occurredAt ?? at - 3_600_000,
    project: options.project ?? 'p',
  })
}

function lift(office: string, occurredAt: number): Fact {
  return fact('hold.lifted', { hold: 'H1', office, reason: 'done', liftedBy: 'Mika' }, { occurredAt })
}

describe('a hold beats every score', () => {
  test('on the project: HOLD with score 100', () => {
    const { content } = assessed([...facts, hold({ project: 'p' })])
    expect(content).toMatchObject({ recommendation: 'HOLD', score: 100 })
    expect(content.reasons).toMatchObject([{ code: 'HOLD_IN_FORCE', kind: 'HOLD_ORDER' }])
    expect(content.distanceToShip).toMatchObject([{ code: 'LIFT' }])
  })

  test.each<[string, unknown, string, string]>([
    ['its division', { division: 'Div' }, 'division:Div', 'HOLD'],
    ['another division', { division: 'Other' }, 'division:Other', 'SHIP'],
    ['everything', 'all', 'organization:all', 'HOLD'],
    ['another project', { project: 'q' }, 'organization:all', 'SHIP'],
  ])('on %s', (_, scope, project, expected) => {
    expect(assessed(facts, { wide: [hold(scope, { project })] }).content.recommendation).toBe(expected)
  })

  test('only its own office lifts it', () => {
    const placed = hold({ project: 'p' })
    expect(assessed([...facts, placed, lift('CQO', at - 1000)]).content.recommendation).toBe('HOLD')
    expect(assessed([...facts, placed, lift('CISO', at - 1000)]).content.recommendation).toBe('SHIP')
  })

  test('lifted is not lifted for ever: placed again, it holds again', () => {
    const again = hold({ project: 'p' }, { occurredAt: at - 10 })
    expect(
      assessed([...facts, hold({ project: 'p' }), lift('CISO', at - 1000), again]).content.recommendation,
    ).toBe('HOLD')
  })

  test('a project that nobody declared can be held too', () => {
    expect(reasonsOf(assessed([hold({ project: 'p' })]))).toEqual(['HOLD_IN_FORCE', 'PROJECT_UNDECLARED'])
  })
})

describe('a waiver lets one condition pass, shown, dated and by two people', () => {
  const open = openMajor()
  const log = [...facts, open]
  const expiresAt = '2026-11-30T00:00:00+09:00'

  function waiver(
    change: object = {},
    approvedBy: string | null = 'Approver',
    approvedUntil = expiresAt,
  ): Fact[] {
    const request = {
      waiver: 'W1',
      condition: 'open-major',
      release: 'r1',
      reason: 'workaround',
      requestedBy: 'Asker',
      expiresAt,
      ...change,
    }
    const requested = fact('waiver.requested', request, { occurredAt: at - 2000 })
    if (approvedBy === null) return [requested]
    return [
      requested,
      fact(
        'waiver.approved',
        { waiver: 'W1', approvedBy, expiresAt: approvedUntil },
        { occurredAt: at - 1000 },
      ),
    ]
  }

  test('approved and in force: SHIP, and the condition still shows FAIL', () => {
    const { content, validUntil } = assessed([...log, ...waiver()])
    expect(content.recommendation).toBe('SHIP')
    expect(content.conditions.find(({ id }) => id === 'open-major')).toMatchObject({
      state: 'FAIL',
      waiver: { state: 'in-force' },
    })
    expect(validUntil).toBe(Date.parse('2026-11-21T00:00:00+09:00'))
  })

  test('it expires by itself, and the verdict is valid only until then', () => {
    const soon = waiver({}, 'Approver', '2026-11-20T13:00:00+09:00')
    expect(assessed([...log, ...soon]).validUntil).toBe(Date.parse('2026-11-20T13:00:00+09:00'))
    expect(
      assessed([...log, ...soon], { at: Date.parse('2026-11-20T13:00:00+09:00') }).content.recommendation,
    ).toBe('HOLD')
  })

  test.each<[string, Fact[]]>([
    ['not approved', waiver({}, null)],
    ['approved by its requester', waiver({}, 'Asker')],
    ['for another release', waiver({ release: 'r0' })],
    ['for another condition', waiver({ condition: 'open-minor' })],
    [
      'revoked',
      [
        ...waiver(),
        fact('waiver.revoked', { waiver: 'W1', revokedBy: 'X', reason: 'no' }, { occurredAt: at - 500 }),
      ],
    ],
  ])('%s: HOLD', (_, waivers) => {
    expect(assessed([...log, ...waivers]).content.recommendation).toBe('HOLD')
  })

  test('a condition that cannot be waived is not', () => {
    const critical = fact('defect.reported', {
      defect: 'D6',
      severity: 'critical',
      status: 'open',
      phaseFound: 'st',
      detectedAt: '2026-11-18T10:00:00+09:00',
    })
    const verdict = assessed([...facts, critical, ...waiver({ condition: 'open-critical' })])
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(verdict.content.conditions.find(({ id }) => id === 'open-critical')?.waiver?.state).toBe('refused')
  })
})

describe('evidence', () => {
  const resident = (name: string, division: string, organization = 'Org') =>
    ['third-party-verification', 'transaction-uniqueness'].map((item) =>
      fact('evidence.recorded', {
        gate: 'release',
        item,
        result: 'passed',
        verifier: { name, organization, division },
        statement: 'seen',
        verifiedAt: '2026-11-19T10:00:00+09:00',
      }),
    )
  const log = facts.map((known) =>
    known.kind === 'project.declared'
      ? { ...known, data: { ...known.data, profile: 'resident-service' } }
      : known,
  )

  test('a resident service without independent verification: HOLD for evidence', () => {
    const verdict = assessed([...log, ...resident('Ken', 'Div')])
    expect(verdict.content.reasons.map(({ kind }) => kind)).toEqual(['EVIDENCE', 'EVIDENCE'])
  })

  test('verified by another organization: SHIP', () => {
    const verdict = assessed([...log, ...resident('Ken', 'Audits', 'Auditors')])
    expect(verdict.content.recommendation).toBe('SHIP')
  })

  test('another division of the own organization confirms uniqueness, but is no third party', () => {
    const verdict = assessed([...log, ...resident('Ken', 'QA headquarters')])
    expect(reasonsOf(verdict)).toEqual(['CONDITION_NO_DATA third-party-verification'])
  })
})
