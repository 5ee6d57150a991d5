import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf, shippedPolicies } from '../../helpers/assessing.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const facts = shippingFacts()
const defect = (change: object) => ({
  defect: 'D9',
  severity: 'critical',
  status: 'open',
  phaseFound: 'st',
  detectedAt: '2026-11-18T10:00:00+09:00',
  ...change,
})
const tests = (change: object) => ({
  phase: 'st',
  asOf: TODAY,
  planned: 200,
  executed: 200,
  passed: 200,
  failed: 0,
  ...change,
})
const redeclared = (change: object) => fact('project.declared', { ...declaration, ...change })

// Each of these once made SHIP of what is none; found by an audit that played them.
describe('a trick does not make SHIP', () => {
  test.each<[string, Fact[], string]>([
    [
      'a critical defect as duplicate of nothing',
      [fact('defect.reported', defect({ duplicateOf: 'D0' }))],
      'CONDITION_FAILED open-critical',
    ],
    [
      'a critical defect as duplicate of a lesser, closed one',
      [fact('defect.reported', defect({ duplicateOf: 'D2' }))],
      'CONDITION_FAILED open-critical',
    ],
    [
      'two critical defects as duplicates of each other',
      [
        fact('defect.reported', defect({ defect: 'D8', duplicateOf: 'D9' })),
        fact('defect.reported', defect({ duplicateOf: 'D8' })),
      ],
      'CONDITION_FAILED open-critical',
    ],
    [
      'an old green total of the phase over a failing component',
      [
        fact('tests.reported', tests({ asOf: '2026-11-18' }), { occurredAt: noon('2026-11-18') }),
        fact('tests.reported', tests({ component: 'core', asOf: '2026-11-19', passed: 50, failed: 150 }), {
          occurredAt: noon('2026-11-19'),
        }),
      ],
      'CONTRADICTION completeness',
    ],
    [
      'expecting only what a phase of next year will bring',
      [
        redeclared({
          phases: [
            ...declaration.phases,
            { id: 'later', kind: 'acceptance', plannedStart: '2027-01-01', plannedFinish: '2027-02-01' },
          ],
          expects: [{ kind: 'tests.reported', phase: 'later', everyDays: 1 }],
        }),
      ],
      'SOURCE_MISSING completeness',
    ],
    [
      'a service to residents under the standard profile',
      [redeclared({ residentService: true, personalData: true })],
      'PROFILE_TOO_LAX',
    ],
    [
      'costs of the future instead of those of today',
      [fact('cost.booked', { booking: 'b9', workPackage: 'w1', date: '2199-01-01', amount: 1 })],
      'CONTRADICTION completeness',
    ],
    [
      'a defect closed in the future',
      [fact('defect.reported', defect({ status: 'closed', closedAt: '2199-01-01T00:00:00Z' }))],
      'CONTRADICTION completeness',
    ],
  ])('%s', (_, played, reason) => {
    const verdict = assessed([...facts, ...played])
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(reasonsOf(verdict)).toContain(reason)
  })

  test('bookings of long ago, sent today', () => {
    const old = facts.map((known) =>
      known.kind === 'cost.booked' ? { ...known, data: { ...known.data, date: '2026-10-05' } } : known,
    )
    expect(reasonsOf(assessed(old))).toContain('SOURCE_STALE completeness')
  })

  test('a policy that is not in effect yet', () => {
    const standard = shippedPolicies().get('standard')!
    const verdict = assessed(facts, { policyOf: () => ({ ...standard, effectiveFrom: '2090-01-01' }) })
    expect(reasonsOf(verdict)).toEqual(['NO_POLICY'])
  })

  test.each(['Asker', 'asker ', 'ＡＳＫＥＲ'])('a waiver approved by %s, who asked for it', (approvedBy) => {
    const open = fact('defect.reported', defect({ severity: 'major' }))
    const expiresAt = '2026-12-30T00:00:00+09:00'
    const request = {
      waiver: 'W',
      condition: 'open-major',
      release: 'r1',
      reason: 'r',
      requestedBy: 'Asker',
      expiresAt,
    }
    const asked = fact('waiver.requested', request, { occurredAt: noon(TODAY) - 2000 })
    const approved = fact(
      'waiver.approved',
      { waiver: 'W', approvedBy, expiresAt },
      { occurredAt: noon(TODAY) - 1000 },
    )
    expect(assessed([...facts, open, asked, approved]).content.recommendation).toBe('HOLD')
  })

  test('an approval given before the request was changed', () => {
    const open = fact('defect.reported', defect({ severity: 'major' }))
    const expiresAt = '2026-12-30T00:00:00+09:00'
    const request = {
      waiver: 'W',
      condition: 'open-major',
      release: 'r1',
      reason: 'r',
      requestedBy: 'Asker',
      expiresAt,
    }
    const approved = fact(
      'waiver.approved',
      { waiver: 'W', approvedBy: 'Other', expiresAt },
      { occurredAt: noon(TODAY) - 2000 },
    )
    const changed = fact('waiver.requested', request, { occurredAt: noon(TODAY) - 1000 })
    const verdict = assessed([...facts, open, approved, changed])
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(verdict.content.conditions.find(({ id }) => id === 'open-major')?.waiver?.state).toBe('requested')
  })

  test('a duplicate that truly stands behind an open defect counts once', () => {
    const pair = [
      fact('defect.reported', defect({})),
      fact('defect.reported', defect({ defect: 'D8', duplicateOf: 'D9' })),
    ]
    const found = assessed([...facts, ...pair]).content.conditions.find(({ id }) => id === 'open-critical')
    expect(found?.actual).toBe(1)
  })
})
